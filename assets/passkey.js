/* SPDX-License-Identifier: Apache-2.0
   Passkeys, and the code a slip's picture carries. A form with data-passkey is shown where the browser can; its button asks the
   server for a challenge, the device for an answer, and sends the form as any other. Without this script people sign in with a
   password and type the code. */
(function () {
  'use strict';
  /* The code stands behind "#", which no server sees: into the field with it, and out of the address. */
  var box = document.querySelector('[data-code]');
  if (box && location.hash.length > 1) {
    box.value = decodeURIComponent(location.hash.slice(1)).slice(0, 40);
    history.replaceState(null, '', location.pathname);
  }
  var forms = document.querySelectorAll('form[data-passkey]');
  if (!window.PublicKeyCredential || !navigator.credentials || !window.fetch) return;

  function bytes(text) {
    var raw = atob(text.replace(/-/g, '+').replace(/_/g, '/')), out = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  }
  function text(buffer) {
    var raw = '', list = new Uint8Array(buffer || []);
    for (var i = 0; i < list.length; i++) raw += String.fromCharCode(list[i]);
    return btoa(raw).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  function known(list) {
    return (list || []).map(function (id) { return { type: 'public-key', id: bytes(id) }; });
  }

  function create(o) {
    return navigator.credentials.create({ publicKey: {
      challenge: bytes(o.challenge), rp: { id: o.rp, name: 'Canhgiac' },
      user: { id: bytes(o.user), name: o.name, displayName: o.name },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -8 }, { type: 'public-key', alg: -257 }],
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none', excludeCredentials: known(o.known), timeout: 120000 } });
  }
  function get(o) {
    return navigator.credentials.get({ publicKey: {
      challenge: bytes(o.challenge), rpId: o.rp, userVerification: 'required', allowCredentials: known(o.known), timeout: 120000 } });
  }
  function fill(form, c) {
    var r = c.response, set = function (name, value) { form.elements[name].value = value; };
    set('id', c.id);
    set('client', text(r.clientDataJSON));
    set('data', text(r.attestationObject || r.authenticatorData));
    set('signature', text(r.signature));
    set('user', text(r.userHandle));
  }

  forms.forEach(function (form) {
    var here = location.origin === form.dataset.origin, trouble = form.querySelector('[data-trouble]');
    var button = form.querySelector('button'), ready = false;
    form.hidden = false;
    if (!here) {
      form.querySelector('[data-elsewhere]').hidden = false;
      button.hidden = true;
      form.querySelectorAll('.field, .hint').forEach(function (e) { e.hidden = true; });
      return;
    }
    form.addEventListener('submit', function (e) {
      if (ready) return;
      e.preventDefault();
      button.disabled = true;
      trouble.hidden = true;
      fetch(form.dataset.options, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
        .then(function (r) { if (!r.ok) throw r; return r.json(); })
        .then(form.dataset.passkey === 'create' ? create : get)
        .then(function (c) { fill(form, c); ready = true; form.submit(); })
        .catch(function () { trouble.hidden = false; button.disabled = false; });
    });
  });
})();
