/**
 * Asks main through the page's own door, for figures that the page shows in other words.
 *
 * @template {import('../../src/shared/contract.ts').CallName} N
 * @param {import('playwright').Page} page
 * @param {N} name
 * @param {import('../../src/shared/contract.ts').CallRequest<N>} request
 * @returns {Promise<import('../../src/shared/contract.ts').CallResponse<N>>}
 */
export async function ask(page, name, request) {
  // As text, because Playwright's types cannot carry a request whose type depends on a name.
  const text = await page.evaluate(
    async (question) => {
      const { call, data } = JSON.parse(question);
      return JSON.stringify(await window.keyround.call(call, data));
    },
    JSON.stringify({ call: name, data: request }),
  );
  const answer = JSON.parse(text);
  if (!answer.ok) throw new Error(`${name}: ${answer.failure.code}`);
  return answer.value;
}
