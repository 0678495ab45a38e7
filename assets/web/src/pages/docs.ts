import "swagger-ui-dist/swagger-ui.css";
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

// All services, to read and to try: /api/docs.
SwaggerUI({
  url: "/api/openapi.json",
  dom_id: "#interface",
  docExpansion: "none",
  tryItOutEnabled: true,
  validatorUrl: null,
});
