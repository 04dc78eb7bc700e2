"""The console of the demo city as its accounts see it: one list for the screenshots."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from gongkai.organisations.demo import DEMO_PASSWORD

# Name → (demo account, address). Without an account: before signing in.
SIGHTS = {
    "office-sign-in": ("", "/console/sign-in/"),
    "office-inbox": ("security", "/console/"),
    "office-inbox-empty": ("city.legal", "/console/"),
    "office-collections": ("city.disclosure", "/console/collections/"),
    "office-collection": ("city.disclosure", "/console/collections/{collection}/"),
    "office-drafts": ("city.disclosure", "/console/collections/drafts/?collection={collection}"),
    "office-roll-up": ("city.disclosure", "/console/collections/{collection}/roll-up/"),
    "office-tree": ("system", "/console/bodies/"),
    "office-list": ("system", "/console/bodies/list/?level=department&q=市"),
    "office-people": ("security", "/console/people/?role=clerk"),
    "office-body": ("system", "/console/bodies/of/{body}/"),
    "office-person": ("security", "/console/people/of/{person}/"),
    "office-closing": ("system", "/console/bodies/of/{body}/close/"),
    "office-import": ("system", "/console/bodies/import/"),
    "office-journal": ("auditor", "/console/journal/"),
    "office-entry": ("auditor", "/console/journal/{entry}/"),
    "office-verify": ("auditor", "/console/journal/verify/"),
    "office-jobs": ("system", "/console/jobs/"),
    "office-settings": ("system", "/console/settings/"),
    "office-setting": ("system", "/console/settings/practice.fee_restarts/change/"),
    "office-account": ("system", "/console/account/"),
}


# Where the first row is what an address leaves open.
LISTS = {
    "collection": "collections/",
    "body": "bodies/list/?q=财政",
    "person": "people/?role=clerk",
    "entry": "journal/",
}


def sign_in(context: BrowserContext, login: str) -> Page:
    """A page of this account, signed in; of nobody where the login is empty."""
    page = context.new_page()
    if login:
        page.goto("/console/sign-in/")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/console/")
    return page


def visit(page: Page, name: str) -> None:
    """Open the sight; what its address leaves open is the first row of the list it belongs to."""
    address = SIGHTS[name][1]
    for part, where in LISTS.items():
        if f"{{{part}}}" in address:
            page.goto(f"/console/{where}")
            thing = page.locator("td.list__first a").first.get_attribute("href") or ""
            address = address.format(**{part: thing.strip("/").rpartition("/")[2]})
    page.goto(address)
