"""The addresses of the console, relative to where the deployment mounts it; each behind its rule."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.console.access import View, guarded
from gongkai.console.views import (
    account,
    bodies,
    body_changes,
    entrance,
    imports,
    inbox,
    jobs,
    journal,
    lists,
    people,
    person_changes,
    posts,
    refusals,
    settings,
    site,
    tokens,
)

app_name = "console"


def page(address: str, view: View, name: str) -> URLPattern:
    """An address behind the rule of its name."""
    return path(address, guarded(name, view), name=name)


urlpatterns: list[URLPattern] = [
    page("", inbox.inbox, "inbox"),
    page("sign-in/", entrance.sign_in, "sign_in"),
    page("sign-in/code/", entrance.sign_in_code, "sign_in_code"),
    page("sign-out/", entrance.sign_out, "sign_out"),
    page("posts/", account.choose_post, "choose_post"),
    page("account/", account.account, "account"),
    page("account/password/", account.password, "password"),
    page("account/sign-out-everywhere/", account.sign_out_everywhere, "sign_out_everywhere"),
    page("account/second-factor/", account.second_factor, "second_factor"),
    page("account/second-factor/begin/", account.second_factor_begin, "second_factor_begin"),
    page("account/second-factor/code.svg", account.second_factor_picture, "second_factor_picture"),
    page("account/second-factor/remove/", account.second_factor_remove, "second_factor_remove"),
    page("account/recovery-codes/", account.recovery_codes, "recovery_codes"),
    page("views/<slug:name>/save/", lists.save, "view_save"),
    page("views/<int:view>/forget/", lists.forget, "view_forget"),
    page("bodies/", bodies.tree, "tree"),
    page("bodies/list/", bodies.bodies, "bodies"),
    page("bodies/list/export/", bodies.bodies_export, "bodies_export"),
    page("bodies/new/", body_changes.new, "body_new"),
    page("bodies/import/", imports.bodies, "import_bodies"),
    page("bodies/import/template.xlsx", imports.template, "import_template"),
    page("bodies/of/<slug:code>/", bodies.body, "body"),
    page("bodies/of/<slug:code>/rename/", body_changes.rename, "body_rename"),
    page("bodies/of/<slug:code>/move/", body_changes.move, "body_move"),
    page("bodies/of/<slug:code>/close/", body_changes.close, "body_close"),
    page("bodies/of/<slug:code>/succession/", body_changes.succession, "body_succession"),
    page("bodies/of/<slug:code>/credit-code/", body_changes.credit_code, "body_credit_code"),
    page("bodies/of/<slug:code>/sites/new/", posts.site, "site_new"),
    page("bodies/of/<slug:code>/posts/new/", posts.post, "post_new"),
    page("posts/<int:post>/roles/", posts.roles, "post_roles"),
    page("people/", people.people, "people"),
    page("people/export/", people.people_export, "people_export"),
    page("people/new/", person_changes.new, "person_new"),
    page("people/import/", imports.people, "import_people"),
    page("people/of/<slug:person>/", people.person, "person"),
    page("people/of/<slug:person>/rename/", person_changes.rename, "person_rename"),
    page("people/of/<slug:person>/appoint/", person_changes.appoint, "person_appoint"),
    page("people/of/<slug:person>/password/", person_changes.password, "person_password"),
    page(
        "people/of/<slug:person>/second-factor/",
        person_changes.remove_second_factor,
        "person_second_factor",
    ),
    page("people/of/<slug:person>/lock/", person_changes.lock, "person_lock"),
    page("people/of/<slug:person>/unlock/", person_changes.unlock, "person_unlock"),
    page("people/of/<slug:person>/sign-out/", person_changes.sign_out, "person_sign_out"),
    page("appointments/<int:appointment>/end/", person_changes.end, "appointment_end"),
    page("tokens/", tokens.tokens, "tokens"),
    page("tokens/export/", tokens.export, "tokens_export"),
    page("tokens/new/", tokens.new, "token_new"),
    page("tokens/<slug:token>/revoke/", tokens.revoke, "token_revoke"),
    page("refusals/", refusals.refusals, "refusals"),
    page("refusals/<uuid:refusal>/", refusals.handle, "refusal_handle"),
    page("journal/", journal.journal, "journal"),
    page("journal/export/", journal.export, "journal_export"),
    page("journal/<int:entry>/", journal.entry, "entry"),
    page("journal/verify/", journal.verify, "journal_verify"),
    page("journal/verify/<uuid:job>/", journal.verification, "verification"),
    page("journal/anchor/", journal.anchor, "journal_anchor"),
    page("jobs/", jobs.jobs, "jobs"),
    page("jobs/<uuid:job>/", jobs.job, "job"),
    page("jobs/<uuid:job>/retry/", jobs.retry, "job_retry"),
    page("jobs/<uuid:job>/discard/", jobs.discard, "job_discard"),
    page("settings/", settings.settings, "settings"),
    page("settings/<str:name>/", settings.setting, "setting"),
    page("settings/<str:name>/change/", settings.change, "setting_change"),
    page("<path:rest>", site.nowhere, "nowhere"),
]
