/* SPDX-License-Identifier: Apache-2.0
   The check on the phone: the recogniser is fetched when somebody begins to write, and its verdict is laid into the shape
   that the page brings with it (template #shape), so that it reads as the server's does. Texts become text, never markup.
   Without WebAssembly, or when something fails, the form goes to the server as it does without scripts. */
(function () {
  'use strict';
  var form = document.getElementById('check'), box = document.getElementById('text'), result = document.getElementById('result');
  var shape = document.getElementById('shape'), trouble = document.getElementById('trouble'), report = document.querySelector('#report textarea');
  /* What was checked and is now reported is written already; it goes from page to page on this device alone. */
  try {
    if (report && !report.value) report.value = sessionStorage.getItem('canhgiac.report') || '';
    if (report) sessionStorage.removeItem('canhgiac.report');
  } catch (none) { /* no store: it is written again */ }
  if (!form || !box || !result || !shape || !window.fetch || !shape.content) return;
  var lang = form.dataset.lang, able = !!(window.WebAssembly && window.TextEncoder && form.dataset.wasm), loading = null;
  var listing = null, checks = 0, scanned = null;

  function $(id) { return document.getElementById(id); }
  function show(e, on) { if (e) e.hidden = !on; }

  /* --- the recogniser, once --- */

  function engine() {
    if (!loading) {
      loading = import(form.dataset.recogniser)
        .then(function (m) { return m.recogniser(fetch(m.simd() && form.dataset.simd || form.dataset.wasm), fetch(form.dataset.know)); })
        .catch(function (e) { loading = null; throw e; });
    }
    return loading;
  }
  /* The list of known scams: it comes when it comes, and the verdict does not wait for it. */
  function known() {
    if (!listing) listing = import(form.dataset.lists).then(function (m) { var l = m.lists(); l.warm(); return l; });
    return listing;
  }
  function warm() {
    if (!able) return;
    engine().catch(function () {});
    known().catch(function () { listing = null; });
  }

  /* --- a verdict in the shape --- */

  /* Byte offsets of UTF-8 → offsets in a JavaScript string. */
  function places(text, wanted) {
    var at = {}, bytes = 0, i = 0;
    wanted = wanted.slice().sort(function (a, b) { return a - b; });
    for (var w = 0; w < wanted.length; w++) {
      while (bytes < wanted[w] && i < text.length) {
        var c = text.codePointAt(i);
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        i += c > 0xffff ? 2 : 1;
      }
      at[wanted[w]] = i;
    }
    at.whole = bytes + new TextEncoder().encode(text.slice(i)).length;
    return at;
  }

  /* As src/check/shown.c cuts it: overlapping signs share a piece, the model gives way to signs that know their place. */
  function pieces(text, signs) {
    var at = places(text, signs.reduce(function (l, s) { return l.concat(s.start, s.end); }, [])), whole = at.whole, out = [], from = 0;
    var others = signs.some(function (s) { return s.code !== 'model' && s.end - s.start < whole; });
    while (from < whole) {
      var begins = whole, found = null;
      signs.forEach(function (s, i) {
        if ((s.start === 0 && s.end === whole) || s.end <= from || (others && s.code === 'model')) return;
        var b = Math.max(s.start, from);
        if (b < begins) { begins = b; found = { sign: s, number: i + 1 }; }
      });
      var start = from === 0 ? 0 : at[from], stop = found ? (begins === from ? start : at[begins]) : text.length;
      if (stop > start) out.push({ plain: text.slice(start, stop) });
      if (!found) break;
      out.push({ marked: text.slice(stop, at[found.sign.end]), number: found.number });
      from = found.sign.end;
    }
    return out;
  }

  function put(node, scope) {
    Array.prototype.slice.call(node.children).forEach(function (e) {
      var d = e.dataset, list;
      if (d.if !== undefined && !scope[d.if]) { e.textContent = ''; return; }
      if (d.listed !== undefined) { e.textContent = e.textContent.replace(/\{(source|since|reason)\}/g, function (all, k) { return scope[k]; }); return; }
      if (d.pieces !== undefined) { mark(e, scope.pieces); return; }
      if (d.href !== undefined) e.setAttribute('href', e.getAttribute('href') + encodeURIComponent(scope[d.href]).replace('%2B', '+'));
      if (d.id !== undefined) e.id += scope[d.id];
      if (d.each !== undefined) {
        list = scope[d.each] || [];
        var one = e.firstElementChild;
        e.textContent = '';
        list.forEach(function (item) { var c = e.appendChild(document.createElement('div')); c.appendChild(one.cloneNode(true)); put(c, item); c.replaceWith(c.firstChild, ' '); });
        return;
      }
      if (d.t !== undefined && !e.firstElementChild) { e.textContent = scope[d.t]; return; }
      put(e, d.if !== undefined && typeof scope[d.if] === 'object' ? scope[d.if] : scope);
    });
  }

  function mark(e, list) {
    var one = e.firstElementChild;
    e.textContent = '';
    list.forEach(function (p) {
      if (p.plain !== undefined) { e.appendChild(document.createTextNode(p.plain)); return; }
      var m = one.cloneNode(true), a = m.firstElementChild, sup = a.querySelector('sup');
      a.setAttribute('href', '#ly-do-' + p.number);
      a.firstChild.nodeValue = p.marked;
      sup.textContent = p.number;
      e.appendChild(m);
    });
  }

  function scope(v, text, phone) {
    var s = { level: v.level, headline: v.headline, bad: v.level === 'danger' || v.level === 'suspicious', on_phone: phone, by_server: !phone };
    s[v.level === 'official' ? 'is_official' : v.level] = true;
    s.steps = v.do.map(function (t) { return { text: t }; });
    s.signs = v.signs.map(function (x, i) { return { number: i + 1, why: x.why, check: x.check }; });
    s.no_signs = !v.signs.length;
    s.has_forms = v.forms.length > 0;
    s.forms = v.forms;
    s.listed = v.listed.map(function (l) { return { source: l.source, reason: l.reason, since: l.since.split('-').reverse().join('/') }; });
    s.has_listed = v.listed.length > 0;
    s.pieces = pieces(text, v.signs);
    if (v.imitates) {
      var b = v.imitates;
      s.imitates = { name: b.name, hotline: b.hotline, dial: (b.hotline || '').replace(/[^0-9+]/g, ''), vouched: b.official.length > 0, unchecked: !b.official.length,
        official: b.official.map(function (h) { return { host: h }; }) };
    }
    s.codes = (v.codes || []).map(function (c) { return { what: c.what, detail: [c.bank, c.account, c.name].filter(Boolean).join(' ') }; });
    s.findings = (v.document && v.document.findings || []).filter(function (f) { return f.severity === 'note'; });
    s.cut = v.cut;
    return s;
  }

  function lay(v, text, phone, still) {
    var whole = document.createElement('div');
    whole.appendChild(shape.content.cloneNode(true));
    put(whole, scope(v, text, phone));
    whole.querySelector('.verdict').classList.remove('verdict-');
    whole.querySelector('.verdict').classList.add('verdict-' + v.level);
    if (!(form.compareDocumentPosition(result) & 4)) form.after(result); /* a server's page shows it first */
    result.textContent = '';
    while (whole.firstChild) result.appendChild(whole.firstChild);
    dress();
    if (!still) result.scrollIntoView({ block: 'start' });
  }

  /* What the list adds to a verdict that is shown already. */
  function amend(v, said, text) {
    var same = function (x) { return JSON.stringify([x.level, x.signs, x.listed]); };
    if (same(v) !== same(said.verdict)) lay(said.verdict, text, true, true);
    show($('unasked'), said.open);
  }

  /* --- what can be done with a verdict, whoever made it --- */

  function words() {
    var say = [];
    result.querySelectorAll('.level, #headline, .whom, .steps > li, .reasons > li > strong').forEach(function (e) {
      var t = e.textContent.replace(/\s+/g, ' ').trim();
      if (t) say.push(e.tagName === 'LI' || e.tagName === 'STRONG' ? '- ' + t : t);
    });
    return say.concat(location.origin + location.pathname).join('\n');
  }

  function copy(text) {
    if (navigator.clipboard && navigator.clipboard.writeText) return navigator.clipboard.writeText(text);
    var t = document.createElement('textarea');
    t.value = text;
    document.body.appendChild(t);
    t.select();
    document.execCommand('copy');
    t.remove();
    return Promise.resolve();
  }

  function dress() {
    var tools = result.querySelector('.tools');
    if (!tools) return;
    show(tools, true);
    show(tools.querySelector('[data-do=share]'), !!navigator.share);
  }

  function explain(link, stay) {
    var why = result.querySelector('.why'), reason = $(link.getAttribute('href').slice(1));
    if (!why || !reason) return;
    var again = !stay && !why.hidden && why.dataset.of === link.hash;
    why.textContent = '';
    show(why, !again);
    result.querySelectorAll('mark a[aria-expanded=true]').forEach(function (a) { a.setAttribute('aria-expanded', 'false'); });
    if (again) return;
    why.dataset.of = link.hash;
    link.setAttribute('aria-expanded', 'true');
    Array.prototype.forEach.call(reason.childNodes, function (n) { why.appendChild(n.cloneNode(true)); });
  }

  result.addEventListener('click', function (e) {
    var link = e.target.closest('mark a'), tool = e.target.closest('[data-do]');
    if (link) { e.preventDefault(); explain(link); }
    if (e.target.closest('a[data-report]')) try { sessionStorage.setItem('canhgiac.report', box.value); } catch (full) { /* it is written again */ }
    if (!tool) return;
    if (tool.dataset.do === 'print') window.print();
    if (tool.dataset.do === 'share') navigator.share({ text: words() }).catch(function () {});
    if (tool.dataset.do === 'copy') copy(words()).then(function () { var said = result.querySelector('.said'); said.textContent = said.dataset.copied; });
  });
  result.addEventListener('focusin', function (e) {
    var link = e.target.closest('mark a');
    try { if (link && link.matches(':focus-visible')) explain(link, true); } catch (old) { /* a browser before 2020 */ }
  });
  result.addEventListener('keydown', function (e) {
    var why = result.querySelector('.why');
    if (e.key === 'Escape' && why && !why.hidden) show(why, false);
  });

  /* --- checking --- */

  function fail(what) { trouble.textContent = trouble.dataset[what]; show(trouble, true); trouble.scrollIntoView({ block: 'nearest' }); }

  /* Days since 1970, as they are counted in Viet Nam. */
  function today() { return Math.floor((Date.now() + 7 * 36e5) / 864e5); }

  function check() {
    var text = box.value;
    show(trouble, false);
    show($('unasked'), false);
    if (!text.trim()) { box.focus(); return; }
    form.setAttribute('aria-busy', 'true');
    var now = ++checks;
    engine().then(function (r) {
      var input = { text: text, sender: $('sender').value, channel: $('channel').value, lang: lang,
        also: { today: today(), code: text === scanned } }, v = r.check(input);
      lay(v, v.text, true);
      known().then(function (l) { return l.check(r, input); }).then(function (said) { if (said && now === checks) amend(v, said, v.text); })
        .catch(function () { /* without a list the verdict stands as it is */ });
    }).catch(function (e) {
      if (e.status === 'limit' || e.status === 'memory') fail('limit');
      else if (navigator.onLine === false) fail('network');
      else { able = false; loading = null; form.submit(); }
    }).then(function () { form.removeAttribute('aria-busy'); });
  }

  if (able) {
    form.querySelectorAll('[data-when]').forEach(function (e) { show(e, e.dataset.when === 'phone'); });
    form.addEventListener('submit', function (e) { if (able) { e.preventDefault(); check(); } });
    ['focus', 'input', 'paste'].forEach(function (n) { box.addEventListener(n, warm, { once: true }); });
    var examples = $('examples');
    if (examples) examples.addEventListener('click', function (e) {
      var b = e.target.closest('button');
      if (!b || !able) return;
      e.preventDefault();
      box.value = b.value;
      check();
    });
  }
  box.addEventListener('keydown', function (e) { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); form.requestSubmit ? form.requestSubmit() : form.querySelector('button').click(); } });
  if (navigator.clipboard && navigator.clipboard.readText) {
    show($('paste'), true);
    $('paste').addEventListener('click', function () { navigator.clipboard.readText().then(function (t) { box.value = t.slice(0, box.maxLength); warm(); box.focus(); }).catch(function () { box.focus(); }); });
  }
  show($('clear'), true);
  $('clear').addEventListener('click', function () { box.value = ''; result.textContent = ''; show(trouble, false); box.focus(); });

  /* --- codes that this device reads; pictures, which the server reads when told to --- */

  var picture = $('picture'), file = $('image');
  function ask(type, body) {
    show(trouble, false);
    picture.setAttribute('aria-busy', 'true');
    fetch((lang === 'en' ? '/en' : '') + '/api/v1/check/image', { method: 'POST', headers: { 'Content-Type': type }, body: body })
      .then(function (r) { return r.json().then(function (j) { if (!r.ok) { var x = new Error(); x.detail = j.detail; throw x; } return j; }); })
      .then(function (j) { lay(j, j.text, false); })
      .catch(function (x) { fail(navigator.onLine === false ? 'network' : 'image'); if (x.detail) trouble.textContent = x.detail; })
      .then(function () { picture.removeAttribute('aria-busy'); });
  }
  /* What was read from a code is judged as one, whatever it looks like. */
  function take_code(text) {
    box.value = scanned = text.slice(0, box.maxLength);
    check();
  }
  if (able && window.BarcodeDetector) import(form.dataset.scan).then(function (m) {
    var here = picture && picture.querySelector('[data-read]');
    m.camera($('camera'), take_code);
    if (!here) return;
    m.able().then(function (can) { show(here, can); });
    here.addEventListener('click', function () {
      show(trouble, false);
      if (!file.files.length) { file.focus(); return; }
      m.codes(file.files[0]).then(function (texts) { if (texts && texts.length) take_code(texts[0]); else fail('nocode'); })
        .catch(function () { fail('nocode'); });
    });
  }).catch(function () { /* the server reads pictures */ });

  function send(e) {
    e.preventDefault();
    if (file.files.length) ask(file.files[0].type || 'application/octet-stream', file.files[0]);
  }
  function take(files) {
    file.files = files;
    picture.closest('details').open = true;
    picture.querySelector('button').focus();
  }
  if (picture) {
    picture.addEventListener('submit', send);
    var drop = picture.querySelector('.drop');
    ['dragover', 'dragleave', 'drop'].forEach(function (n) {
      drop.addEventListener(n, function (e) {
        e.preventDefault();
        drop.classList.toggle('over', n === 'dragover');
        if (n === 'drop' && e.dataTransfer.files.length) take(e.dataTransfer.files);
      });
    });
    box.addEventListener('paste', function (e) {
      if (e.clipboardData && e.clipboardData.files.length) { e.preventDefault(); take(e.clipboardData.files); }
    });
  }

  dress();
})();
