// How far a long document is: the link is an ordinary download; meanwhile the server is asked. Works without, too.
(function () {
  var EVERY = 500, AT_MOST = 240;

  function chosen() {
    var hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), function (b) { return b.toString(16).padStart(2, "0"); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function filled(text, far) { return text.replace("{done}", far.done).replace("{of}", far.of); }

  function watch(id, box, left) {
    fetch("/admin/documents/progress/" + id, { headers: { Accept: "application/json" } }).then(function (answer) {
      return answer.ok ? answer.json() : null;
    }).then(function (far) {
      if (far) {
        box.hidden = false;
        box.querySelector("progress").max = far.of;
        box.querySelector("progress").value = far.done;
        box.querySelector("span").textContent = far.done < far.of ? filled(box.dataset.writing, far) : box.dataset.written;
        if (far.done >= far.of) { setTimeout(function () { box.hidden = true; }, 8000); return; }
      }
      if (left > 0) { setTimeout(watch, EVERY, id, box, left - 1); }
    }).catch(function () { box.hidden = true; });
  }

  document.querySelectorAll("a[data-progress]").forEach(function (link) {
    var plain = link.href;
    if (plain.indexOf("/admin/documents/ledger/") < 0) { return; }
    link.addEventListener("click", function () {
      var id = chosen(), box = (link.closest("details") || document).querySelector(".writing");
      link.href = plain + (plain.indexOf("?") < 0 ? "?" : "&") + "progress=" + id;
      if (box) { setTimeout(watch, EVERY, id, box, AT_MOST); }
    });
  });
})();
