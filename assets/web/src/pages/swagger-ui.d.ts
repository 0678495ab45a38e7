declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface SwaggerOptions {
    readonly url: string;
    readonly dom_id: string;
    readonly docExpansion: "none" | "list" | "full";
    readonly tryItOutEnabled: boolean;
    /** Null: no badge of a validator elsewhere. */
    readonly validatorUrl: null;
  }
  export default function SwaggerUI(options: SwaggerOptions): unknown;
}
