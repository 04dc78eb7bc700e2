"""Every address of the console in one table: which action of the organisation's table opens it.

`public` is the way in. `signed_in` needs a person, not a post: one's own account. Anything else is the name
of an action; `of` names the part of the address that says which body, person, post, appointment, token,
collection or draft is concerned, so that the reach of the action is checked before the view begins. An
address without a row cannot be made (`gongkai.console.urls`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Of = Literal["", "body", "person", "post", "appointment", "token", "site", "collection", "draft"]
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"


@dataclass(frozen=True, slots=True)
class Page:
    """One address: its rule, what the address names, the area of the console it belongs to."""

    access: str
    of: Of = ""
    area: str = ""


PAGES: Final[dict[str, Page]] = {
    # the way in
    "sign_in": Page(PUBLIC),
    "sign_in_code": Page(PUBLIC),
    "nowhere": Page(PUBLIC),
    # one's own account
    "sign_out": Page(SIGNED_IN),
    "password": Page(SIGNED_IN),
    "choose_post": Page(SIGNED_IN),
    "account": Page(SIGNED_IN),
    "sign_out_everywhere": Page(SIGNED_IN),
    "second_factor": Page(SIGNED_IN),
    "second_factor_begin": Page(SIGNED_IN),
    "second_factor_picture": Page(SIGNED_IN),
    "second_factor_remove": Page(SIGNED_IN),
    "recovery_codes": Page(SIGNED_IN),
    # the work of a post
    "inbox": Page("inbox.view", area="inbox"),
    "view_save": Page("inbox.view"),
    "view_forget": Page("inbox.view"),
    # collections of annual reports
    "collections": Page("collection.view", area="collections"),
    "collections_export": Page("collection.view", area="collections"),
    "collection_new": Page("collection.manage", area="collections"),
    "collection": Page("collection.view", "collection", "collections"),
    "collection_change": Page("collection.manage", "collection", "collections"),
    "collection_units": Page("collection.manage", "collection", "collections"),
    "collection_close": Page("collection.manage", "collection", "collections"),
    "collection_reopen": Page("collection.manage", "collection", "collections"),
    "collection_upload": Page("collection.manage", "collection", "collections"),
    "collection_resume": Page("collection.manage", "collection", "collections"),
    "collection_match": Page("collection.manage", "collection", "collections"),
    "collection_letters": Page("collection.view", "collection", "collections"),
    "return_batch": Page("collection.view", "collection", "collections"),
    "return_batch_letters": Page("collection.view", "collection", "collections"),
    "roll_up": Page("collection.view", "collection", "collections"),
    "roll_up_export": Page("collection.view", "collection", "collections"),
    "drafts": Page("collection.view", area="collections"),
    "drafts_export": Page("collection.view", area="collections"),
    # the review desk of one draft
    "draft": Page("collection.view", "draft", "collections"),
    "draft_original": Page("collection.view", "draft", "collections"),
    "draft_edit": Page("draft.review", "draft", "collections"),
    "draft_undo": Page("draft.review", "draft", "collections"),
    "draft_judge": Page("draft.review", "draft", "collections"),
    "draft_year": Page("draft.review", "draft", "collections"),
    "draft_unit": Page("collection.manage", "draft", "collections"),
    "draft_accept": Page("draft.accept", "draft", "collections"),
    "draft_return": Page("draft.return", "draft", "collections"),
    "draft_letter": Page("collection.view", "draft", "collections"),
    # bodies
    "tree": Page("body.view", area="bodies"),
    "bodies": Page("body.view", area="bodies"),
    "bodies_export": Page("body.view", area="bodies"),
    "body": Page("body.view", "body", "bodies"),
    "body_new": Page("body.manage", area="bodies"),
    "body_rename": Page("body.manage", "body", "bodies"),
    "body_move": Page("body.manage", "body", "bodies"),
    "body_close": Page("body.manage", "body", "bodies"),
    "body_succession": Page("body.manage", "body", "bodies"),
    "body_credit_code": Page("body.manage", "body", "bodies"),
    "site_new": Page("site.manage", "body", "bodies"),
    "post_new": Page("post.manage", "body", "bodies"),
    "post_roles": Page("post.manage", "post", "bodies"),
    "import_template": Page("body.view", area="bodies"),
    "import_bodies": Page("body.import", area="bodies"),
    # people
    "people": Page("person.view", area="people"),
    "people_export": Page("person.view", area="people"),
    "person": Page("person.view", "person", "people"),
    "person_new": Page("person.manage", area="people"),
    "person_rename": Page("person.manage", "person", "people"),
    "person_appoint": Page("appointment.manage", "person", "people"),
    "appointment_end": Page("appointment.manage", "appointment", "people"),
    "person_password": Page("password.reset", "person", "people"),
    "person_second_factor": Page("password.reset", "person", "people"),
    "person_lock": Page("person.lock", "person", "people"),
    "person_unlock": Page("person.lock", "person", "people"),
    "person_sign_out": Page("session.end", "person", "people"),
    "import_people": Page("person.import", area="people"),
    # tokens
    "tokens": Page("token.manage", area="tokens"),
    "tokens_export": Page("token.manage", area="tokens"),
    "token_new": Page("token.manage", area="tokens"),
    "token_revoke": Page("token.manage", "token", "tokens"),
    # refused secrets
    "refusals": Page("secrecy_alert.view", area="refusals"),
    "refusal_handle": Page("secrecy_alert.view", area="refusals"),
    # the journal
    "journal": Page("journal.view", area="journal"),
    "journal_export": Page("journal.view", area="journal"),
    "entry": Page("journal.view", area="journal"),
    "journal_verify": Page("journal.verify", area="journal"),
    "verification": Page("journal.verify", area="journal"),
    "journal_anchor": Page("journal.anchor", area="journal"),
    # background work
    "jobs": Page("job.view", area="jobs"),
    "job": Page("job.view", area="jobs"),
    "job_retry": Page("job.retry", area="jobs"),
    "job_discard": Page("job.retry", area="jobs"),
    # settings
    "settings": Page("settings.view", area="settings"),
    "setting": Page("settings.view", area="settings"),
    "setting_change": Page("settings.change", area="settings"),
}

# The areas in the order of the head, each by the page that it begins with.
AREAS: Final[dict[str, tuple[str, str | Promise]]] = {
    "inbox": ("inbox", _("待办")),
    "collections": ("collections", _("年报")),
    "bodies": ("tree", _("机构")),
    "people": ("people", _("人员")),
    "tokens": ("tokens", _("接口令牌")),
    "refusals": ("refusals", _("涉密拦截")),
    "journal": ("journal", _("审计日志")),
    "jobs": ("jobs", _("后台任务")),
    "settings": ("settings", _("设置")),
}
