/* SPDX-License-Identifier: Apache-2.0
   Keeps open without a network: the check (its pages, and the recogniser with what it knows), first aid, and the household
   kit. Pages come from the network while there is one; what names its content in its address comes from here. Each version
   of the program has a store of its own: the browser looks for a new one by itself, and the old store goes with the old
   version. */
'use strict';
const VERSION = '@VERSION@', ASSETS = @ASSETS@;
const CACHE = 'canhgiac-' + VERSION, KIT = 'canhgiac-kit-1';
const PAGES = ['/', '/kiem-tra', '/so-cuu', '/en', '/en/kiem-tra', '/en/so-cuu'];
const KIT_PAGES = ['/ban/tham-ho', '/en/ban/tham-ho'];
const needed = ['canhgiac.css', 'mark.svg', 'check.js', 'field.js'];
/* As recogniser.mjs asks: of the two recognisers the one that this browser takes. */
const simd = self.WebAssembly && WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]));
const heavy = ['recogniser.mjs', simd ? 'canhgiac-simd.wasm' : 'canhgiac.wasm', 'canhgiac.pack'];
const addresses = names => names.filter(n => ASSETS[n]).map(n => ASSETS[n]);

/* A page as anybody sees it: the name of whoever is signed in must not lie in a store. */
function keep(cache, path) {
  return fetch(path, { credentials: 'omit', cache: 'reload' }).then(r => {
    if (!r.ok || r.redirected) throw new Error(path);
    return cache.put(path, r);
  });
}

self.addEventListener('install', e => e.waitUntil(caches.open(CACHE).then(c => {
  const saving = self.navigator.connection && self.navigator.connection.saveData;
  return c.addAll(addresses(needed)).then(() => Promise.all(PAGES.map(p => (p === '/kiem-tra' ? keep(c, p) : keep(c, p).catch(() => {})))))
    .then(() => (saving ? null : Promise.all(addresses(heavy).map(a => c.add(a).catch(() => {})))))
    .then(() => caches.open(KIT)).then(kit => kit.add(KIT_PAGES[0]).catch(() => {}));
}).then(() => self.skipWaiting())));

self.addEventListener('activate', e => e.waitUntil(caches.keys()
  .then(names => Promise.all(names.filter(n => n.startsWith('canhgiac-') && n !== CACHE && n !== KIT).map(n => caches.delete(n))))
  .then(() => self.clients.claim())));

function fromNetwork(request, path, store) {
  return fetch(request).then(r => {
    /* A redirect to the sign-in page must not take the kit's place. */
    if (store && r.ok && !r.redirected) { const copy = r.clone(); caches.open(store).then(c => c.put(path, copy)); }
    return r;
  }).catch(error => caches.match(path, { ignoreVary: true }).then(kept => { if (kept) return kept; throw error; }));
}

function fromHere(request, path) {
  return caches.match(path, { ignoreVary: true }).then(kept => kept || fromNetwork(request, path, CACHE));
}

self.addEventListener('fetch', e => {
  const url = new URL(e.request.url), path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  if (e.request.method !== 'GET' || url.origin !== location.origin) return;
  if (/^\/assets\/.+\.[0-9a-f]{12}\.\w+$/.test(path)) e.respondWith(fromHere(e.request, path));
  else if (KIT_PAGES.includes(path)) e.respondWith(fromNetwork(e.request, path, KIT));
  else if (PAGES.includes(path)) e.respondWith(fromNetwork(e.request, path, null));
});
