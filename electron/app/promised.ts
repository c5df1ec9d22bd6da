/** A handler that has its answer at once: what it throws becomes a rejection, as the contract has it. */
export const promised =
  <Takes, Gives>(answer: (takes: Takes) => Gives): ((takes: Takes) => Promise<Gives>) =>
  (takes) =>
    new Promise((resolve) => {
      resolve(answer(takes));
    });
