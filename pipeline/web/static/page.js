// Comfort only: every screen works without this file. Pairs a lit place with its card, and steps through unsure facts by key.
"use strict";
(() => {
  const pair = (ids, on) => {
    for (const id of ids) {
      for (const node of document.querySelectorAll(`[data-fact~="${CSS.escape(id)}"]`)) node.classList.toggle("paired", on);
    }
  };
  const idsOf = (target) => {
    const node = target instanceof Element ? target.closest("[data-fact]") : null;
    return node ? node.dataset.fact.split(" ") : [];
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => pair(idsOf(event.target).slice(0, 1), on));
  }
  document.addEventListener("click", (event) => {
    const lit = event.target instanceof Element ? event.target.closest("a[data-fact]") : null;
    if (lit) {
      for (const node of document.querySelectorAll(".chosen")) node.classList.remove("chosen");
      const id = lit.dataset.fact.split(" ")[0];
      for (const node of document.querySelectorAll(`[data-fact~="${CSS.escape(id)}"]`)) {
        (node.querySelector("rect") || node).classList.add("chosen");
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const step = { n: "#next-unsure", ArrowRight: ".viewer a[rel=next]", ArrowLeft: ".viewer a[rel=prev]" }[event.key];
    const link = step ? document.querySelector(step) : null;
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
  // words selected in the text can be added as a fact: their offsets go into the link
  const text = document.getElementById("text");
  const add = document.getElementById("add-fact");
  if (text && add) {
    const plain = add.getAttribute("href");
    const offset = (node, at) => {
      const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-start]") : null;
      // the text counts letters as code points, a browser counts in halves of the rare ones
      return piece && text.contains(piece) ? Number(piece.dataset.start) + Array.from(node.data.slice(0, at)).length : null;
    };
    document.addEventListener("selectionchange", () => {
      const selection = document.getSelection();
      if (!selection || selection.isCollapsed || !selection.rangeCount) return;
      const range = selection.getRangeAt(0);
      const start = offset(range.startContainer, range.startOffset);
      const end = offset(range.endContainer, range.endOffset);
      add.setAttribute("href", start !== null && end !== null && end > start ? `${plain}?start=${start}&end=${end}` : plain);
      add.classList.toggle("ready", start !== null && end !== null);
    });
  }
})();
