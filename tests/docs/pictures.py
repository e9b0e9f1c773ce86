"""The README's pictures, taken from a demo of its own while it walks the tour.

`python -m tests.docs.pictures` writes them. It needs Chromium and pdftoppm, which the tests do not.
"""

from __future__ import annotations

import asyncio
import json
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


PAGES = {
    "officer-queue": "/console",
    "officer-late": "/console/late",
    "officer-act": "/console/acts/2",
    "officer-appeal": "/console/appeals/{appeal}",
    "officer-orders": "/console/revocations",
}
"""Pages of the officers by the name of their picture, as the demo shows them at its first start."""
WIDTH_PX, TALLEST_PX = 1_100, 1_500


async def pages(address: str, keys: dict[str, str]) -> None:
    """The pages of officers and of a sender, without scripts, in English."""
    base = f"http://{address}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(
            viewport={"width": WIDTH_PX, "height": 800}, java_script_enabled=False
        )
        page = await context.new_page()

        async def shot(name: str) -> None:
            height = await page.locator("body").bounding_box()
            clip = {"x": 0, "y": 0, "width": WIDTH_PX, "height": min(height["height"], TALLEST_PX)}
            await page.screenshot(path=PICTURES / f"{name}.png", clip=clip, full_page=True)

        await page.goto(f"{base}/language/en?to=/console/login")
        await page.fill("[name=key]", keys["cec_key"])
        await page.click("main button")
        await page.goto(f"{base}/console/appeals")
        appeal = await page.locator("main a[href*='/console/appeals/A-']").first.get_attribute("href")
        for name, path in PAGES.items():
            await page.goto(base + path.format(appeal=appeal.rpartition("/")[2]))
            await shot(name)
        await page.goto(f"{base}/console")
        await page.click("main a[href*='/console/requests/R-'] >> nth=0")
        await shot("officer-request")
        await page.goto(f"{base}/senders")
        await page.fill("[name=key]", keys["organisation_key"])
        await page.click("main button")
        await shot("sender-home")
        await browser.close()


def main() -> None:
    """Take the pages of a fresh demo, walk the tour as far as the chat, then take the badge and the chat."""
    steps = [step.commands for step in tour.steps(tour.README.read_text(encoding="utf-8"))]
    last = next(number for number, commands in enumerate(steps) if commands.startswith(UNTIL))
    with tour.served() as service:
        keys = json.loads((service.data_dir / "demo-keys.json").read_bytes())
        asyncio.run(pages(service.addresses[tour.API], keys))
        tour.walk(service, steps[: last + 1])
        card(service)
        asyncio.run(chat(service.addresses[tour.TELEGRAM]))


if __name__ == "__main__":
    main()
