/* SPDX-License-Identifier: Apache-2.0
   /xac-minh with a camera: reads the QR code of a sheet as it is held before the telephone, where the browser knows how
   (scan.mjs); and makes a large photograph small before it is sent. Nothing leaves the telephone while it reads. What
   is read decides nothing by itself: a code of ours leads to the page of that code on this site, whatever address stood in
   front of it; anything else is shown as text. */
(function () {
  'use strict';
  var box = document.getElementById('camera'), photo = document.getElementById('chup'), SIDE = 2400, LARGE = 3 << 20;

  /* --- a large photograph --- */
  function smaller(file) {
    return createImageBitmap(file).then(function (picture) {
      var f = Math.min(1, SIDE / Math.max(picture.width, picture.height)), canvas = document.createElement('canvas');
      canvas.width = Math.round(picture.width * f); canvas.height = Math.round(picture.height * f);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, 'image/jpeg', 0.85); });
    });
  }
  function put(input, blob) {
    var all = new DataTransfer();
    all.items.add(new File([blob], 'hinh.jpg', { type: 'image/jpeg' }));
    input.files = all.files;
  }
  [photo, document.getElementById('hinh')].forEach(function (input) {
    if (!input) return;
    input.addEventListener('change', function () {
      var file = input.files[0], send = function () { if (input === photo) input.form.submit(); };
      if (!file) return;
      if (file.size < LARGE || !/^image\//.test(file.type) || !window.createImageBitmap || !window.DataTransfer) { send(); return; }
      smaller(file).then(function (blob) { if (blob) put(input, blob); }).catch(function () {}).then(send);
    });
  });

  /* --- the code before the lens --- */
  function found(text) {
    var m = /\/v\/([2-9A-HJ-NP-Za-hj-np-z]{6})(#[\w-]{124})?$/.exec(text);
    if (!m) return box.dataset.other + ' ' + text.slice(0, 200);
    location.href = box.dataset.base + '/v/' + m[1] + (m[2] || '');
    return '';
  }
  if (box && window.BarcodeDetector) import(box.dataset.scan).then(function (m) { return m.camera(box, found); }).catch(function () { /* a photograph, then */ });
}());
