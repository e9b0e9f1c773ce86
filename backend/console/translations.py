"""The form by which an officer tells a sender that its filing must be translated."""

from datetime import date

from litestar import Response, post

from backend.actions.requests import translations
from backend.actions.requests.translations import TranslationNoticeBody
from backend.console.forms import TypedAct, defects_of
from backend.console.requests import request_page
from backend.console.visits import Form, Officer, see
from backend.problems import Problem


@post("/console/requests/{number:str}/translation-notice")
async def notify(number: str, officer: Officer, form: Form) -> Response:
    """Tell the sender by the same action as the API; what the notice lacks is said on the request's page."""
    act, typed_day = TypedAct.of_posted(form), form.text("last_day").strip()
    try:
        body = TranslationNoticeBody(act.body(), _day(typed_day))
        await translations.notify(officer.services, officer.principal, form.ticket(officer), number, body)
    except Problem as problem:
        return await request_page(
            officer,
            number,
            problem.status,
            translation_defects=defects_of(officer, problem),
            translation_act=act,
            translation_day=typed_day,
        )
    return see(f"/console/requests/{number}", done="translation")


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Problem(
            400, "field_invalid", arguments={"field": "last_day", "reason": "not_a_date"}
        ) from error
