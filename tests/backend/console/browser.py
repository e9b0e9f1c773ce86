"""A browser without scripts: it keeps cookies, reads forms as they stand on the page, and posts what they hold."""

from __future__ import annotations

from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit


class Form:
    """One form: where it posts, and the fields a browser would send untouched."""

    def __init__(self, action: str, method: str) -> None:
        self.action = action
        self.method = method
        self.fields: list[tuple[str, str]] = []
        self.names: set[str] = set()
        self.choices: list[tuple[str, str]] = []
        """Radio buttons, checkboxes and options that are there, chosen or not."""


class Page(HTMLParser):
    """A page as a person without scripts sees it: status, text, links, forms, pictures."""

    def __init__(self, status: int, path: str, html: str, headers: Any) -> None:
        super().__init__(convert_charrefs=True)
        self.status = status
        self.path = path
        self.html = html
        self.headers = headers
        self.text = ""
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.forms: list[Form] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._in: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, pictures and fields."""
        a = dict(attrs)
        self.tags.append((tag, a))
        if tag == "a" and a.get("href"):
            self.links.append(a["href"] or "")
        if tag == "img":
            self.pictures.append(a.get("src") or "")
        if tag == "form":
            self._in = Form(a.get("action") or self.path, a.get("method") or "get")
            self.forms.append(self._in)
        if self._in is None:
            return
        name = a.get("name") or ""
        if name:
            self._in.names.add(name)
        if tag == "input" and name:
            kind = a.get("type") or "text"
            if kind in ("radio", "checkbox"):
                self._in.choices.append((name, a.get("value") or "on"))
                if "checked" in a:
                    self._in.fields.append((name, a.get("value") or "on"))
            else:
                self._in.fields.append((name, a.get("value") or ""))
        if tag == "textarea":
            self._area = name
            self._in.fields.append((name, ""))
        if tag == "select":
            self._select = name
        if tag == "option" and self._select:
            self._in.choices.append((self._select, a.get("value") or ""))
            if "selected" in a:
                self._in.fields.append((self._select, a.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self._in = None
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        """Text of the page, or of a text field."""
        if self._area is not None and self._in is not None:
            name, value = self._in.fields[-1]
            self._in.fields[-1] = (name, value + data)
            return
        self.text += " " + " ".join(data.split())

    def form(self, action: str) -> Form:
        """The form that posts to an address ending so."""
        found = [one for one in self.forms if one.action.partition("#")[0].endswith(action)]
        assert found, f"no form {action} on {self.path}: {[one.action for one in self.forms]}"
        return found[0]

    def value(self, action: str, name: str) -> str:
        """What a field of a form holds."""
        return next(value for field, value in self.form(action).fields if field == name)


class Browser:
    """Cookies of one person, over the test client of the application."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []

    async def _send(self, method: str, path: str, **kwargs: Any) -> Any:
        self.client.cookies.clear()
        headers = kwargs.pop("headers", {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self.client.request(method, path, headers=headers, follow_redirects=False, **kwargs)
        self.client.cookies.clear()
        for line in answer.headers.get_list("set-cookie"):
            self.set_cookies.append(line)
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    async def raw(self, path: str) -> Any:
        """GET without following."""
        return await self._send("GET", path)

    async def open(self, path: str) -> Page:
        """GET a page, following redirects."""
        for _ in range(5):
            answer = await self._send("GET", path)
            if answer.status_code not in (302, 303, 307):
                return Page(answer.status_code, path, answer.text, answer.headers)
            path = urljoin(path, answer.headers["location"])
        raise AssertionError("redirects without end")

    async def post(self, path: str, fields: list[tuple[str, str]]) -> Any:
        """POST fields as a form, without following."""
        return await self._send(
            "POST",
            path,
            content=urlencode(fields),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )

    async def submit(self, page: Page, action: str, **changes: str | list[str]) -> Page:
        """Fill in a form of a page and send it; a field that the form does not have is an error."""
        form = page.form(action)
        unknown = set(changes) - form.names
        assert not unknown, f"no fields {unknown} in {sorted(form.names)}"
        fields = [(name, value) for name, value in form.fields if name not in changes]
        for name, value in changes.items():
            fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        answer = await self.post(urlsplit(form.action).path, fields)
        if answer.status_code == 303:
            return await self.open(urljoin(page.path, answer.headers["location"]))
        return Page(answer.status_code, form.action, answer.text, answer.headers)

    async def sign_in(self, key: str) -> Page:
        """Sign in with a key."""
        return await self.submit(await self.open("/console/login"), "/console/login", key=key)
