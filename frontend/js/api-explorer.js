// Opens Swagger UI on the page that tries the APIs, once somebody asks for it. Without this script the page is a list.
const explorer = document.querySelector("[data-api-explorer]");

function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

let loaded;
async function open(description) {
  loaded ??= Promise.all([
    load("link", { rel: "stylesheet", href: explorer.dataset.style }),
    load("script", { src: explorer.dataset.script }),
  ]);
  await loaded;
  // validatorUrl: the badge of another host would be fetched otherwise.
  window.SwaggerUIBundle({
    url: description,
    dom_id: "#api-explorer",
    validatorUrl: null,
    supportedSubmitMethods: ["get"],
    defaultModelsExpandDepth: -1,
  });
}

// Gives Swagger UI's fields a name, and what scrolls a stop for the keyboard.
function nameFields() {
  for (const field of explorer.querySelectorAll("tr[data-param-name] :is(select, input):not([aria-label])")) {
    field.setAttribute("aria-label", field.closest("tr").dataset.paramName);
  }
  for (const field of explorer.querySelectorAll(".responses-wrapper select:not([aria-label])")) {
    field.setAttribute("aria-label", field.closest("[data-label], .response-controls")?.textContent.trim() || field.id);
  }
  for (const example of explorer.querySelectorAll("pre:not([tabindex])")) example.tabIndex = 0;
}

if (explorer) {
  explorer.hidden = false;
  new MutationObserver(nameFields).observe(explorer, { childList: true, subtree: true });
  for (const button of explorer.querySelectorAll("[data-description]")) {
    button.hidden = false;
    button.addEventListener("click", () => open(button.dataset.description));
  }
}
