// Copies what stands in an element, as people would type it. Without scripts it is selected and copied by hand.
for (const button of document.querySelectorAll("[data-copy-text]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copyText).innerText.trim());
    const status = document.getElementById("copy-status");
    if (status) status.textContent = button.dataset.done;
  });
}
