// How far a long document is: it is fetched, meanwhile the server is asked, then it is saved. Without scripts the link
// is an ordinary download, and so it is where anything fails: then the server's own page says why.
(function () {
  var EVERY = 500;

  function chosen() {
    var hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), function (b) { return b.toString(16).padStart(2, "0"); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function show(box, far) {
    box.hidden = false;
    box.querySelector("progress").max = far.of;
    box.querySelector("progress").value = far.done;
    box.querySelector("span").textContent = box.dataset.writing.replace("{done}", far.done).replace("{of}", far.of);
  }

  function watch(id, box, running) {
    if (!running.now) { return; }
    fetch("/admin/documents/progress/" + id).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (far) {
      if (far && running.now) { show(box, far); }
      setTimeout(watch, EVERY, id, box, running);
    }).catch(function () { /* it is a comfort */ });
  }

  function name(answer) {
    var said = answer.headers.get("Content-Disposition") || "", found = /filename\*=UTF-8''([^;]+)/.exec(said) || /filename="?([^";]+)/.exec(said);
    return found ? decodeURIComponent(found[1]) : "document";
  }

  function save(content, called, box) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = called;
    box.append(link);  // inside the menu, which a click elsewhere would close
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  document.querySelectorAll("a[data-progress][href*='/admin/documents/ledger/']").forEach(function (link) {
    var running = { now: false };
    link.addEventListener("click", function (event) {
      var box = (link.closest("details") || document).querySelector(".writing"), id = chosen(), called = "";
      if (!box || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      if (running.now) { return; }
      running.now = true;
      setTimeout(watch, EVERY, id, box, running);
      fetch(link.href + (link.href.indexOf("?") < 0 ? "?" : "&") + "progress=" + id).then(function (answer) {
        if (!answer.ok || answer.redirected) { throw new Error(answer.status); }
        called = name(answer);
        return answer.blob();
      }).then(function (content) {
        running.now = false;
        box.hidden = false;
        box.querySelector("progress").value = box.querySelector("progress").max;
        box.querySelector("span").textContent = box.dataset.written;
        save(content, called, box);
      }).catch(function () {
        running.now = false;
        box.hidden = true;
        location.assign(link.href);
      });
    });
  });
})();
