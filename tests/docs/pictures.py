"""The README's pictures, taken from a demo of its own while it walks the tour.

`python -m tests.docs.pictures` writes them. It needs Chromium and pdftoppm, which the tests do not.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess

from playwright.async_api import async_playwright

from tests.docs import tour

PICTURES = tour.ROOT / "docs" / "pictures"
UNTIL = 'phone Elira say "1850'
"""The step after which the chat is shown."""
CARD_DPI = 200
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def card(service: tour.Served) -> None:
    """The badge's card as a picture."""
    subprocess.run(
        [
            "pdftoppm",
            "-png",
            "-r",
            str(CARD_DPI),
            "-singlefile",
            service.data_dir / "badge.pdf",
            PICTURES / "badge",
        ],
        check=True,
    )


async def chat(address: str) -> None:
    """The simulated phone with its conversation."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=1.5)
        await page.goto(f"http://{address}/")
        await page.wait_for_selector(".bubble.mine")
        await page.wait_for_timeout(1_000)
        await page.locator(".phone").screenshot(path=PICTURES / "chat.png")
        await browser.close()


def main() -> None:
    """Walk the tour as far as the chat, then take the pictures."""
    steps = [step.commands for step in tour.steps(tour.README.read_text(encoding="utf-8"))]
    last = next(number for number, commands in enumerate(steps) if commands.startswith(UNTIL))
    with tour.served() as service:
        tour.walk(service, steps[: last + 1])
        card(service)
        asyncio.run(chat(service.addresses[tour.TELEGRAM]))


if __name__ == "__main__":
    main()
