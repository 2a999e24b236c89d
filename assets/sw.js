/* SPDX-License-Identifier: Apache-2.0
   Keeps the household kit open without a network: its page and what it is made of. Everything else goes to the network. */
'use strict';
const CACHE = 'canhgiac-kit-1';
const PARTS = ['/assets/canhgiac.css', '/assets/field.js', '/assets/mark.svg'];
const PAGES = ['/ban/tham-ho', '/en/ban/tham-ho'];

self.addEventListener('install', e => e.waitUntil(caches.open(CACHE)
  .then(c => c.addAll(PARTS).then(() => c.add('/ban/tham-ho').catch(() => {}))).then(() => self.skipWaiting())));
self.addEventListener('activate', e => e.waitUntil(caches.keys()
  .then(names => Promise.all(names.filter(n => n !== CACHE).map(n => caches.delete(n)))).then(() => self.clients.claim())));

self.addEventListener('fetch', e => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== location.origin) return;
  if (!PARTS.includes(url.pathname) && !PAGES.includes(url.pathname)) return;
  e.respondWith(fetch(e.request).then(r => {
    /* A redirect to the sign-in page must not take the kit's place. */
    if (r.ok && !r.redirected) { const copy = r.clone(); caches.open(CACHE).then(c => c.put(url.pathname, copy)); }
    return r;
  }).catch(() => caches.match(url.pathname)));
});
