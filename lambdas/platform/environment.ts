import * as z from 'zod';

/**
 * The function's environment, parsed once at cold start. A missing variable stops the function with its name: a half-configured
 * function is worse than one that does not start.
 */
export function parseEnvironment<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`environment: ${z.prettifyError(parsed.error)}`);
}
