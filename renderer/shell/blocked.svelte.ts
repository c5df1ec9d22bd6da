/** What the content security policy has kept this page from asking of other addresses. Nothing of ours ever tries. */
class Blocked {
  count = $state(0);

  /** Counts from now on. */
  start(): void {
    document.addEventListener('securitypolicyviolation', ({ blockedURI, disposition }) => {
      // Others, such as `inline`, are no address.
      if (disposition === 'enforce' && /^(https?|wss?):/.test(blockedURI)) this.count++;
    });
  }
}

export const blocked = new Blocked();
