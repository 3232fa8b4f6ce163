"""Is the process alive, and can the instance do its work?"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from workbench.accounts.people import Request
from workbench.drafts.changing import DraftRefused
from workbench.health import given_up
from workbench.health.readiness import look
from workbench.messages import describe


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything serves, else 503. Only a caller on this machine or a signed-in person reads the details."""
    results = look()
    ready = all(result.ok for result in results)
    answer: dict[str, object] = {"ready": ready}
    local = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and "HTTP_X_FORWARDED_FOR" not in request.META
    if local or request.user.is_authenticated:
        answer["checks"] = {result.name: result.detail or "ok" for result in results}
    response = JsonResponse(answer, status=200 if ready else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # "not ready" is an answer, not an error
    return response


@login_required
@require_GET
def work(request: Request) -> HttpResponse:
    """Work that was given up, for those who set the administrations up."""
    return render(request, "health/work.html", {"rows": given_up.given_up_for(request.user)})


@login_required
@require_POST
def settle_work(request: Request, job_id: int) -> HttpResponse:
    """Try a given-up job again, or leave it with a reason."""
    try:
        if request.POST.get("leave"):
            given_up.leave(job_id, reason=request.POST.get("reason", ""), by=request.user)
            messages.success(request, _("Left; the reason is kept."))
        else:
            given_up.try_again(job_id, by=request.user)
            messages.success(request, _("It is being tried again."))
    except DraftRefused as refused:
        told = describe(refused.code, refused.params)
        messages.error(request, f"{told.title}. {told.next_step}")
    return redirect("given-up-work")
