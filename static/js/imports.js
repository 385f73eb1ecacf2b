/* While an import is at work, its page is asked for again; without script a link does the same. */
"use strict";

const atWork = document.querySelector("[data-refresh]");
if (atWork) {
  setTimeout(() => location.reload(), Number(atWork.dataset.refresh));
}
