// Copies or prints the code that opens a conversation. Without scripts people write it down, which is safer anyway.
for (const button of document.querySelectorAll("[data-copy]")) {
  const digits = document.getElementById(button.dataset.copy)?.textContent.replace(/\D/g, "") ?? "";
  if (!navigator.clipboard || !digits) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(digits.replace(/(\d{4})(?=\d)/g, "$1 "));
    const status = document.querySelector("[data-copy-status]");
    if (status) status.textContent = button.dataset.done;
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
