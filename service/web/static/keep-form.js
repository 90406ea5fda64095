// Keeps what was typed into a form with data-keep while the line is down, in this tab alone; forgets it once it was sent.
(function () {
  "use strict";
  var done = new URLSearchParams(location.search).get("visit") === "recorded";
  var key = function (form) { return "kept:" + form.getAttribute("action"); };
  if (done) {
    Object.keys(sessionStorage).filter(function (k) { return k === "kept:" + location.pathname + "/visit"; })
      .forEach(function (k) { sessionStorage.removeItem(k); });
  }
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    var fields = Array.prototype.filter.call(form.elements, function (e) { return e.name && e.type !== "hidden"; });
    var kept = JSON.parse(sessionStorage.getItem(key(form)) || "null");
    if (kept && !form.hasAttribute("data-answered")) {
      fields.forEach(function (e) { if (e.name in kept) { e.value = kept[e.name]; } });
    }
    form.addEventListener("input", function () {
      var told = {};
      fields.forEach(function (e) { told[e.name] = e.value; });
      sessionStorage.setItem(key(form), JSON.stringify(told));
    });
    form.addEventListener("submit", function (event) {
      if (!navigator.onLine) {
        event.preventDefault();
        form.querySelector("[data-offline]").hidden = false;
      }
    });
  });
}());
