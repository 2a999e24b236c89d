/* SPDX-License-Identifier: Apache-2.0
   The mark of a printed QR code checked on the phone itself, also without a network: what follows "#" in the address is code,
   version, digest of the text and an Ed25519 signature (src/material/mark.h). WebCrypto where it knows Ed25519, else the few
   lines of RFC 8032 §5.1.7 below, with SHA-512 from WebCrypto. Without either, the server's own answer stands alone. */
(function () {
  'use strict';
  var box = document.getElementById('mark'), m = /\/v\/([2-9A-HJ-NP-Za-hj-np-z]{6})$/.exec(location.pathname), raw = location.hash.slice(1);
  if (!box || !m || !/^[\w-]{124}$/.test(raw) || !window.crypto || !crypto.subtle) return;

  function bytes(base64) { return Uint8Array.from(atob(base64.replace(/-/g, '+').replace(/_/g, '/')), function (c) { return c.charCodeAt(0); }); }
  function join() {
    var n = 0, out, at = 0, i;
    for (i = 0; i < arguments.length; i++) n += arguments[i].length;
    out = new Uint8Array(n);
    for (i = 0; i < arguments.length; i++) { out.set(arguments[i], at); at += arguments[i].length; }
    return out;
  }
  function equal(a, b) { return a.length === b.length && a.every(function (x, i) { return x === b[i]; }); }

  /* --- Ed25519 in numbers --- */
  function slowly(key, signature, message) {
    var N = BigInt, P = (N(1) << N(255)) - N(19), L = (N(1) << N(252)) + N('27742317777372353535851937790883648493');
    function mod(x) { x %= P; return x < N(0) ? x + P : x; }
    function power(x, e) { for (var r = N(1); e; e >>= N(1), x = mod(x * x)) if (e & N(1)) r = mod(r * x); return r; }
    function number(b) { return b.reduceRight(function (x, v) { return x << N(8) | N(v); }, N(0)); }
    var D = mod(N(-121665) * power(N(121666), P - N(2))), ROOT = power(N(2), (P - N(1)) / N(4));
    function add(a, b) {
      var A = mod((a[1] - a[0]) * (b[1] - b[0])), B = mod((a[1] + a[0]) * (b[1] + b[0]));
      var C = mod(N(2) * a[3] * b[3] * D), E = mod(N(2) * a[2] * b[2]), e = B - A, f = E - C, g = E + C, h = B + A;
      return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
    }
    function times(k, p) { for (var r = [N(0), N(1), N(1), N(0)]; k; k >>= N(1), p = add(p, p)) if (k & N(1)) r = add(r, p); return r; }
    function point(b) {
      var y = number(b), sign = y >> N(255), u, v, x;
      y &= (N(1) << N(255)) - N(1);
      if (y >= P) return null;
      u = mod(y * y - N(1)); v = mod(D * y * y + N(1));
      x = mod(u * power(v, N(3)) * power(mod(u * power(v, N(7))), (P - N(5)) / N(8)));
      if (mod(v * x * x) !== u) x = mod(x * ROOT);
      if (mod(v * x * x) !== u || (x === N(0) && sign)) return null;
      if ((x & N(1)) !== sign) x = P - x;
      return [x, y, N(1), mod(x * y)];
    }
    var a = point(key), r = point(signature.slice(0, 32)), s = number(signature.slice(32));
    if (!a || !r || s >= L) return Promise.resolve(false);
    return crypto.subtle.digest('SHA-512', join(signature.slice(0, 32), key, message)).then(function (h) {
      var y = mod(N(4) * power(N(5), P - N(2))), base = y, e = base, i, b = [];
      for (i = 0; i < 32; i++) { b.push(Number(e & N(255))); e >>= N(8); }
      var left = times(s, point(Uint8Array.from(b))), right = add(r, times(number(new Uint8Array(h)) % L, a));
      return mod(left[0] * right[2]) === mod(right[0] * left[2]) && mod(left[1] * right[2]) === mod(right[1] * left[2]);
    });
  }
  function quickly(key, signature, message) {
    return crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']).then(function (k) {
      return crypto.subtle.verify({ name: 'Ed25519' }, k, signature, message);
    }).catch(function () { return slowly(key, signature, message); });
  }

  var b = bytes(raw), keys = [];
  try { keys = JSON.parse(box.dataset.keys || '[]'); } catch (none) { return; }
  if (b.length !== 93 || b[0] !== 1) return;
  var code = m[1].toUpperCase(), message = join(new TextEncoder().encode('canhgiac mark 1\n' + code), b.slice(1, 21));
  var key = keys.map(function (k) { return { id: bytes(k.id), key: bytes(k.key) }; }).filter(function (k) { return equal(k.id, b.slice(21, 29)); })[0];
  function say(good) {
    box.hidden = false;
    box.className = 'verdict ' + (good ? 'verdict-official' : 'verdict-danger');
    box.textContent = good ? box.dataset.good : box.dataset.bad;
  }
  if (!key) { say(false); return; }
  quickly(key.key, b.slice(29, 93), message).then(say).catch(function () {});
}());
