"""A passkey is added in the browser and is the second factor at the next signing in."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.web, pytest.mark.slow]
EMAIL, PASSWORD = "researcher@example.org", "a long enough secret"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def sign_in(page: Any, address: str) -> None:
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button:not(.quiet)").first.click()


def test_a_passkey_is_added_and_is_asked_for_when_signing_in(eyes: Any) -> None:
    address = eyes.site.address.replace("127.0.0.1", "localhost")  # a passkey needs a name
    page = eyes.look()
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    held = keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    sign_in(page, address)
    page.wait_for_url("**/my-work/")
    page.goto(f"{address}/account/2fa/webauthn/add/")
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", PASSWORD)
        page.locator("main form button:not(.quiet)").first.click()
    page.locator("input[name=name]").fill("Key of this test")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "add" not in url)
    assert keys.send("WebAuthn.getCredentials", {"authenticatorId": held})["credentials"]
    page.context.clear_cookies()
    sign_in(page, address)
    page.wait_for_url("**/authenticate/**")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/my-work/")
