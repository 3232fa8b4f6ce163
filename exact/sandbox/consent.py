"""The consent page of the authorise address: who logs in, and which administrations the app may see."""

from html import escape
from urllib.parse import urlencode

from exact.sandbox.calls import Response
from exact.sandbox.html import page
from exact.sandbox.oauth import OAuth

TEXTS = {
    "en": {
        "title": "Exact sandbox: give access",
        "intro": "An app asks for access to administrations in this sandbox.",
        "user": "Log in as",
        "divisions": "Administrations",
        "allow": "Allow",
        "deny": "Refuse",
        "note": "This is a local sandbox. No password is needed and no real books are touched.",
        "bad": "The request of the app is not valid.",
        "none": "Choose at least one administration.",
    },
    "nl": {
        "title": "Exact-sandbox: toegang geven",
        "intro": "Een app vraagt toegang tot administraties in deze sandbox.",
        "user": "Inloggen als",
        "divisions": "Administraties",
        "allow": "Toestaan",
        "deny": "Weigeren",
        "note": "Dit is een lokale sandbox. Er is geen wachtwoord nodig en er worden geen echte boeken geraakt.",
        "bad": "Het verzoek van de app is niet geldig.",
        "none": "Kies minstens één administratie.",
    },
}


def language_of(accept: str | None) -> str:
    """``nl`` when the browser prefers Dutch, else ``en``."""
    return "nl" if (accept or "").lower().startswith("nl") else "en"


def show(oauth: OAuth, query: dict[str, str], accept_language: str | None, problem: str = "") -> Response:
    """The page itself, or a refusal when client, redirect address or response type is wrong."""
    language = language_of(accept_language)
    text = TEXTS[language]
    if not oauth.client_known(query.get("client_id", "")) or not oauth.redirect_allowed(query.get("redirect_uri", "")):
        return Response.html(page(text["title"], f"<p>{escape(text['bad'])}</p>", language), 401)
    if query.get("response_type", "code") != "code":
        return Response.html(page(text["title"], f"<p>{escape(text['bad'])}</p>", language), 400)
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(query.get(name, ""), quote=True)}">'
        for name in ("client_id", "redirect_uri", "state", "response_type")
    )
    users = "".join(
        f'<label><input type="radio" name="user" value="{escape(row["UserID"])}"{" checked" if index == 0 else ""}>'
        f" {escape(str(row.get('FullName') or row.get('UserName')))}"
        f" ({escape(str(row.get('LanguageCode') or ''))})</label>"
        for index, row in enumerate(oauth.users())
    )
    divisions = "".join(
        f'<label><input type="checkbox" name="division" value="{row["Code"]}" checked>'
        f" {row['Code']} – {escape(str(row.get('Description') or ''))}</label>"
        for row in oauth.divisions()
    )
    warning = f'<p role="alert">{escape(text[problem])}</p>' if problem else ""
    body = (
        f'<form class="card" method="post" action="/api/oauth2/auth">{hidden}{warning}<p>{escape(text["intro"])}</p>'
        f"<fieldset><legend>{escape(text['user'])}</legend>{users}</fieldset>"
        f"<fieldset><legend>{escape(text['divisions'])}</legend>{divisions}</fieldset>"
        f'<button class="go" name="decision" value="allow">{escape(text["allow"])}</button>'
        f'<button name="decision" value="deny">{escape(text["deny"])}</button>'
        f'<p class="quiet">{escape(text["note"])}</p></form>'
    )
    return Response.html(page(text["title"], body, language))


def decide(oauth: OAuth, form: dict[str, list[str]], accept_language: str | None) -> Response:
    """The user's answer: back to the app with a code, or with ``error=access_denied``."""
    query = {name: values[0] for name, values in form.items()}
    redirect = query.get("redirect_uri", "")
    if not oauth.client_known(query.get("client_id", "")) or not oauth.redirect_allowed(redirect):
        return show(oauth, query, accept_language)
    if query.get("decision") != "allow":
        return _back(redirect, {"error": "access_denied", "state": query.get("state", "")})
    known = {row["Code"] for row in oauth.divisions()}
    chosen = [int(value) for value in form.get("division", []) if value.isdigit() and int(value) in known]
    users = {row["UserID"] for row in oauth.users()}
    user = query.get("user") or next(iter(users))
    if not chosen or user not in users:
        return show(oauth, query, accept_language, "none")
    return _back(redirect, {"code": oauth.issue_code(user, chosen, redirect), "state": query.get("state", "")})


def _back(redirect: str, values: dict[str, str]) -> Response:
    joint = "&" if "?" in redirect else "?"
    query = urlencode({name: value for name, value in values.items() if value})
    return Response(302, b"", "text/plain", {"Location": redirect + joint + query})
