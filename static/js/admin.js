// The search field of an autocomplete has no name of its own; it takes the name of the field it belongs to.
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
  $(document).on("select2:open", (event) => {
    const field = document.querySelector(".select2-container--open .select2-search__field");
    if (field) {
      field.setAttribute("aria-label", nameOf(event.target));
    }
  });
})();
