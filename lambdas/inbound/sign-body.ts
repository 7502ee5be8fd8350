import { signByRecipe } from './signatures/hmac.ts';
import { recipes } from './signatures/recipes.ts';

/** Our own scheme: `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<raw body>">`, what a sender puts into the header `fairlead-signature`. */
export function signBody(body: Uint8Array, secret: string, seconds: number): string {
  const time = String(seconds);
  return `t=${time},v1=${signByRecipe(recipes['fairlead-hmac'], secret, body, { time })}`;
}
