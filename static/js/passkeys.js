// Passkeys: asks the browser for one and puts its answer into the form. Options come from the page, as JSON.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  // The browser's answer as JSON: every buffer as base64url, what does not exist left out.
  const plain = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    const { id, type } = credential;
    return { id, type, rawId: text(credential.rawId), response, clientExtensionResults: credential.getClientExtensionResults() };
  };

  const create = async (form, { publicKey }) => {
    const alone = form.elements.passwordless?.checked ?? false;
    const authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    };
    return navigator.credentials.create({ publicKey: {
      ...publicKey,
      authenticatorSelection,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    } });
  };

  const get = async ({ publicKey }) => navigator.credentials.get({ publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    allowCredentials: known(publicKey.allowCredentials),
  } });

  const onPage = () => JSON.parse(document.getElementById("passkey_options").textContent);
  const fetched = async (form) => (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
  const ask = {
    create: async (form) => create(form, onPage().creation_options),
    get: async () => get(onPage().request_options),
    login: async (form) => get((await fetched(form)).request_options),
  };

  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-failed]");
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(plain(await ask[form.dataset.passkey](form)));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
