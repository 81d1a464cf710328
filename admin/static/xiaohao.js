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

  // A form is sent once; the server would answer a second click with the first one's result anyway.
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      form.querySelectorAll("button").forEach(function (b) { b.setAttribute("aria-disabled", "true"); });
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-once]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("button").forEach(function (b) { b.removeAttribute("aria-disabled"); });
    });
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
