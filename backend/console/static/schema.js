// The API's page: the vendored viewer reads our own description and loads nothing from elsewhere.
"use strict";
(() => {
  const place = document.getElementById("api");
  if (!place || typeof SwaggerUIBundle !== "function") return;
  SwaggerUIBundle({
    url: place.dataset.address,
    domNode: place,
    deepLinking: true,
    // Open, the viewer stops drawing somewhere past 130 operations.
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    persistAuthorization: false,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
})();
