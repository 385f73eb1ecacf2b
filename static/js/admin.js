// An autocomplete and its search field have no names of their own; they take the name of the field they belong to.
"use strict";
(() => {
  const $ = window.django && window.django.jQuery;
  if (!$) {
    return;
  }
  const nameOf = (select) => {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    return select.getAttribute("aria-label") || (label ? label.textContent.replace(":", "").trim() : "");
  };
  const name = (root) => {
    root.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
      const box = $(select).data("select2").$selection;
      box.removeAttr("aria-labelledby").add(box.find("[role=textbox]")).attr("aria-label", nameOf(select));
    });
  };
  // The column with the names of rows has no heading: what stands there heads nothing.
  const unhead = () => {
    document.querySelectorAll("th.original:empty").forEach((head) => {
      const cell = document.createElement("td");
      cell.className = head.className;
      head.replaceWith(cell);
    });
  };
  // What Django's own scripts have asked jQuery to do comes first: among it, the autocompletes.
  window.addEventListener("load", () => {
    unhead();
    $(() => name(document));
  });
  document.addEventListener("formset:added", (event) => name(event.target));
  $(document).on("select2:open", (event) => {
    const field = document.querySelector(".select2-container--open .select2-search__field");
    if (field) {
      field.setAttribute("aria-label", nameOf(event.target));
    }
  });
})();
