// The list of pages on a narrow screen, and the search. Both are usable by keyboard alone; without this script the list is open.
(() => {
  'use strict';
  const root = document.body.dataset.root;
  const menu = document.querySelector('.menu');
  const pages = document.getElementById('site-pages');
  menu.addEventListener('click', (event) => {
    const open = pages.classList.toggle('open');
    menu.setAttribute('aria-expanded', String(open));
    if (open && event.detail === 0) { // by keyboard
      pages.querySelector('a').focus();
    }
  });
  pages.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && pages.classList.contains('open')) {
      menu.click();
      menu.focus();
    }
  });
  const current = pages.querySelector('[aria-current]');
  if (current && getComputedStyle(pages).position === 'sticky') {
    const below = current.getBoundingClientRect().bottom - pages.getBoundingClientRect().bottom;
    pages.scrollTop = below > 0 ? below + pages.clientHeight / 3 : 0;
  }

  const headings = document.querySelector('.headings details');
  if (headings) {
    const beside = window.matchMedia('(min-width: 92rem)');
    const arrange = () => { headings.open = beside.matches; };
    beside.addEventListener('change', arrange);
    arrange();
    headings.addEventListener('click', (event) => {
      if (event.target.closest('a') && !beside.matches) {
        headings.open = false;
      }
    });
  }

  const input = document.getElementById('site-search');
  const list = document.getElementById('site-found');
  const entries = (window.storageportIndex || []).map(([text, page, target]) => ({
    text, page, target, low: text.toLowerCase(), all: `${text} ${page}`.toLowerCase(),
  }));
  let chosen = -1;

  // Every word must be found; best is what begins with the term, then what has it, then a heading rather than a page's name.
  function rank(entry, term, words) {
    if (!words.every((word) => entry.all.includes(word))) {
      return -1;
    }
    let score = entry.low === term ? 8 : entry.low.startsWith(term) ? 5 : entry.low.includes(term) ? 3 : 0;
    score += words.filter((word) => entry.low.includes(word)).length;
    return score + (entry.target.includes('#') ? 0 : 2) - entry.text.length / 200 - (entry.target.includes('#row-') ? 0.5 : 0);
  }

  function show() {
    const term = input.value.trim().toLowerCase();
    const words = term.split(/\s+/).filter(Boolean);
    list.replaceChildren();
    choose(-1);
    if (!words.length) {
      close();
      return;
    }
    const found = entries.map((entry) => [rank(entry, term, words), entry]).filter(([score]) => score >= 0);
    found.sort((a, b) => b[0] - a[0]);
    for (const [, entry] of found.slice(0, 12)) {
      const item = document.createElement('li');
      item.id = `site-found-${list.children.length}`;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', 'false');
      const link = document.createElement('a');
      link.href = root + entry.target;
      link.tabIndex = -1;
      link.textContent = entry.text;
      if (entry.page !== entry.text) {
        const page = document.createElement('small');
        page.textContent = entry.page;
        link.append(page);
      }
      item.append(link);
      list.append(item);
    }
    if (!found.length) {
      const none = document.createElement('li');
      none.className = 'none';
      none.textContent = 'No heading says this.';
      list.append(none);
    } else {
      choose(0);
    }
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  }

  function choose(index) {
    const options = [...list.querySelectorAll('[role=option]')];
    chosen = options.length ? (index + options.length) % options.length : -1;
    if (index < 0 && chosen < 0) {
      input.removeAttribute('aria-activedescendant');
    }
    options.forEach((option, i) => option.setAttribute('aria-selected', String(i === chosen)));
    if (options[chosen]) {
      input.setAttribute('aria-activedescendant', options[chosen].id);
      options[chosen].scrollIntoView({ block: 'nearest' });
    }
  }

  function close() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function follow() {
    const option = list.querySelectorAll('[role=option]')[chosen];
    if (option && !list.hidden) {
      close();
      window.location.href = option.querySelector('a').href;
    }
  }

  input.addEventListener('input', show);
  input.addEventListener('focus', show);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Escape') {
      input.value = '';
      close();
      input.blur();
    }
  });
  input.form.addEventListener('submit', (event) => {
    event.preventDefault();
    follow();
  });
  list.addEventListener('click', close);
  document.addEventListener('click', (event) => {
    if (!input.form.contains(event.target)) {
      close();
    }
  });
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
})();
