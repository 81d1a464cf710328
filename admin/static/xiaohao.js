// Small comforts; every page works without them.
(function () {
  var root = document.documentElement;

  document.querySelectorAll("[data-theme-switch]").forEach(function (button) {
    function show() { button.setAttribute("aria-pressed", String(root.getAttribute("data-bs-theme") === "dark")); }
    button.hidden = false;
    show();
    button.addEventListener("click", function () {
      var next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      root.setAttribute("data-bs-theme", next);
      try { localStorage.setItem("theme", next); } catch (e) { /* kept for this page only */ }
      show();
    });
  });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); });
  });

  // A form is sent once; the server would answer a second click with the first one's result anyway.
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      form.querySelectorAll("button").forEach(function (b) { b.setAttribute("aria-disabled", "true"); });
      form.querySelectorAll("[data-working]").forEach(function (said) { said.hidden = false; });
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-once]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("button").forEach(function (b) { b.removeAttribute("aria-disabled"); });
      form.querySelectorAll("[data-working]").forEach(function (said) { said.hidden = true; });
    });
  });

  // What is typed and not yet sent outlives a session that ran out. It is kept in this tab, per account, item and
  // action, until the action succeeded, the reader discards it, or signs out. Files are not kept.
  var TYPED = "textarea, select, input[type=text], input[type=date], input[type=radio]";

  function drafts(work) { try { work(sessionStorage); } catch (e) { /* this browser keeps nothing */ } }

  function served(field) {
    if (field.tagName !== "SELECT") { return field.defaultValue; }
    var chosen = field.querySelector("option[selected]");
    return chosen ? chosen.value : "";
  }

  function held(form, asServed) {
    var said = {};
    form.querySelectorAll(TYPED).forEach(function (field) {
      if (field.type !== "radio") { said[field.name] = asServed ? served(field) : field.value; }
      else if (asServed ? field.defaultChecked : field.checked) { said[field.name] = field.value; }
    });
    return JSON.stringify(said);
  }

  function fill(form, said) {
    form.querySelectorAll(TYPED).forEach(function (field) {
      if (!(field.name in said)) { return; }
      if (field.type === "radio") { field.checked = field.value === said[field.name]; return; }
      field.value = said[field.name];
      if (field.tagName === "SELECT" && field.selectedIndex < 0) { field.value = ""; }
    });
  }

  function forget(start) {
    drafts(function (store) {
      Object.keys(store).forEach(function (key) { if (key.indexOf(start) === 0) { store.removeItem(key); } });
    });
  }

  var acted = document.querySelector("[data-drafts]"), done = new URLSearchParams(location.search).get("done");
  if (acted && done && document.querySelector(".said-success")) { forget("draft " + acted.dataset.drafts + done); }

  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var key = "draft " + form.dataset.draft, note = form.querySelector(".draft-note");
    function keep() {
      drafts(function (store) {
        var now = held(form, false);
        if (now === held(form, true) && !("returned" in form.dataset)) { store.removeItem(key); } else { store.setItem(key, now); }
      });
    }
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    function discard() {
      form.reset();
      forget(key);
      note.hidden = true;
      form.querySelector(TYPED).focus();
    }
    if ("returned" in form.dataset) { keep(); return; }
    drafts(function (store) {
      var said = JSON.parse(store.getItem(key) || "null");
      if (!said) { return; }
      fill(form, said);
      if (held(form, false) === held(form, true)) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm";
      button.textContent = note.dataset.discard;
      button.addEventListener("click", discard);
      note.append(" ", button);
      note.hidden = false;
      form.closest("details").open = true;
    });
  });

  document.querySelectorAll("form[action='/logout']").forEach(function (form) {
    form.addEventListener("submit", function () { forget("draft "); });
  });

  // What is wrong is read first.
  var problem = document.querySelector("[role=alert][tabindex]");
  if (problem) { window.addEventListener("load", function () { setTimeout(function () { problem.focus(); }, 50); }); }

  // A menu of moments closes on Escape and outside.
  document.querySelectorAll("details.as-of").forEach(function (box) {
    document.addEventListener("keydown", function (e) {
      if (e.key === "Escape" && box.open) { box.open = false; box.querySelector("summary").focus(); }
    });
    document.addEventListener("click", function (e) { if (box.open && !box.contains(e.target)) { box.open = false; } });
  });
})();
