declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export interface SwaggerRequest {
    readonly method?: string;
    readonly headers: Record<string, string>;
  }
  interface SwaggerOptions {
    readonly url: string;
    readonly dom_id: string;
    readonly docExpansion: "none" | "list" | "full";
    readonly tryItOutEnabled: boolean;
    /** Null: no badge of a validator elsewhere. */
    readonly validatorUrl: null;
    /** When all of it is there. */
    readonly onComplete: () => void;
    /** Sees each request before it goes, that for the document too. */
    readonly requestInterceptor: (request: SwaggerRequest) => SwaggerRequest;
  }
  export default function SwaggerUI(options: SwaggerOptions): unknown;
}
