// Looks at a page as it is rendered and answers a list of findings, each a sentence. Rules by WCAG 2.2.
// Arguments: {text, largeText, target, keys, areas, english, phone}
const limits = arguments[0];
const findings = [];

const describe = (element) => {
    const tag = element.tagName.toLowerCase();
    const id = element.id ? `#${element.id}` : '';
    const classes = typeof element.className === 'string' && element.className.trim()
        ? '.' + element.className.trim().split(/\s+/).join('.') : '';
    const text = (element.innerText || element.value || '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return `<${tag}${id}${classes}> “${text}”`;
};

const isVisible = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
};
// Kept for screen readers only: clipped to nothing.
const isClipped = (element) => {
    for (let e = element; e; e = e.parentElement) {
        const style = getComputedStyle(e);
        if (style.position !== 'absolute' && style.position !== 'fixed') continue;
        if (style.clipPath === 'inset(50%)' || style.clip === 'rect(0px, 0px, 0px, 0px)') return true;
        const box = e.getBoundingClientRect();
        if (box.right <= 0 || box.bottom + scrollY <= 0) return true;
    }
    return false;
};

// Colours, whatever notation they are computed in, as [r, g, b, a] of 0…255 and 0…1.
const canvas = document.createElement('canvas');
canvas.width = canvas.height = 1;
const context = canvas.getContext('2d', { willReadFrequently: true });
const colours = new Map();
const colour = (text) => {
    if (!colours.has(text)) {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = text;
        context.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
        colours.set(text, [r, g, b, a / 255]);
    }
    return colours.get(text);
};
const over = (top, bottom) => {
    const alpha = top[3] + bottom[3] * (1 - top[3]);
    if (alpha === 0) return [0, 0, 0, 0];
    return [0, 1, 2].map((i) => (top[i] * top[3] + bottom[i] * bottom[3] * (1 - top[3])) / alpha).concat(alpha);
};
const luminance = ([r, g, b]) => {
    const line = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
};
const ratio = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
};

// What lies behind an element: the backgrounds of it and its ancestors, down to the page.
const behind = (element) => {
    let found = [0, 0, 0, 0];
    for (let e = element; e; e = e.parentElement) {
        const style = getComputedStyle(e);
        if (style.backgroundImage !== 'none' && style.backgroundImage.includes('gradient')) return null;
        found = over(found, colour(style.backgroundColor));
        if (found[3] > 0.99) return found;
        // A dialog or a popover lies on the page's own layer: what is behind it is not its parent.
        if (e.matches('dialog:modal, [popover]:popover-open')) break;
    }
    const page = getComputedStyle(document.documentElement).colorScheme.includes('dark')
        && matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    return over(found, page);
};
const opacity = (element) => {
    let product = 1;
    for (let e = element; e; e = e.parentElement) product *= Number(getComputedStyle(e).opacity);
    return product;
};
const isOff = (element) => element.closest(':disabled, [aria-disabled=true], [inert]') !== null
    || (element.closest('label') && element.closest('label').control && element.closest('label').control.disabled);

const judge = (element, text, front, style) => {
    const ground = behind(element);
    if (!ground) return;
    const [r, g, b, a] = colour(front);
    const shown = over([r, g, b, a * opacity(element)], ground);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const wanted = isLarge ? limits.largeText : limits.text;
    const got = ratio(shown, ground);
    if (got + 0.005 < wanted) {
        findings.push(`contrast ${got.toFixed(2)} of ${describe(element)}: “${text.slice(0, 30)}” needs ${wanted}`);
    }
};

const root = document.documentElement;
if (!root.lang) findings.push('the page has no lang');
if (!document.title.trim()) findings.push('the page has no title');
const headings = [...document.querySelectorAll('h1')].filter((e) => e.checkVisibility({ visibilityProperty: true }));
if (headings.length !== 1) findings.push(`${headings.length} h1 instead of one`);
if (document.querySelectorAll('main').length !== 1) findings.push('not exactly one main');
let level = 0;
for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    if (!isVisible(heading)) continue;
    const own = Number(heading.tagName[1]);
    if (own > level + 1 && level > 0) findings.push(`heading skips from h${level}: ${describe(heading)}`);
    level = own;
}
const ids = new Map();
for (const element of document.querySelectorAll('[id]')) ids.set(element.id, (ids.get(element.id) || 0) + 1);
for (const [id, count] of ids) if (count > 1) findings.push(`${count} elements have the id ${id}`);
for (const element of document.querySelectorAll('[aria-labelledby], [aria-describedby]')) {
    if (!isVisible(element)) continue;
    for (const attribute of ['aria-labelledby', 'aria-describedby']) {
        for (const id of (element.getAttribute(attribute) || '').split(/\s+/).filter(Boolean)) {
            if (!document.getElementById(id)) findings.push(`${attribute} of ${describe(element)} names no element: ${id}`);
        }
    }
}
for (const label of document.querySelectorAll('label')) {
    if (isVisible(label) && !label.control) findings.push(`label bound to nothing: ${describe(label)}`);
}
for (const input of document.querySelectorAll('input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea')) {
    if (!isVisible(input)) continue;
    const isNamed = input.labels.length || input.getAttribute('aria-label') || input.getAttribute('aria-labelledby');
    if (!isNamed) findings.push(`input without a label: ${describe(input)} name=${input.name}`);
}
for (const image of document.querySelectorAll('img:not([alt])')) findings.push(`image without alt: ${describe(image)}`);
for (const drawing of document.querySelectorAll('svg:not([aria-hidden=true])')) {
    if (isVisible(drawing) && !drawing.closest('[aria-hidden=true]')
        && !drawing.getAttribute('aria-label') && !drawing.getAttribute('aria-labelledby') && !drawing.querySelector(':scope > title')) {
        findings.push(`drawing without a name that is not hidden: ${describe(drawing)}`);
    }
}
for (const element of document.querySelectorAll('[style]')) findings.push(`inline style: ${describe(element)} ${element.getAttribute('style').slice(0, 60)}`);

// Every text that can be seen.
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = [];
while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.nodeValue.trim().replace(/\s+/g, ' ');
    const element = node.parentElement;
    if (!text || !element || element.closest('script, style, noscript, template, option')) continue;
    if (!isVisible(element)) continue;
    seen.push([text, element]);
    const style = getComputedStyle(element);
    if (isClipped(element) || isOff(element)) continue;
    judge(element, text, element instanceof SVGElement ? style.fill : style.color, style);
}
for (const input of document.querySelectorAll('input[placeholder], textarea[placeholder]')) {
    if (!isVisible(input) || isOff(input) || input.value) continue;
    judge(input, `placeholder ${input.placeholder}`, getComputedStyle(input, '::placeholder').color, getComputedStyle(input));
}
for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (!isVisible(element)) continue;
    for (const attribute of ['aria-label', 'title', 'placeholder']) {
        if (element.hasAttribute(attribute)) seen.push([element.getAttribute(attribute).trim(), element]);
    }
}
// A dot stands between two things: where the line breaks on both sides of it, it stands alone.
for (const [text, element] of seen) {
    if (text !== '·' || element.textContent.trim() !== text || [...element.parentNode.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim())) continue;
    const middle = (e) => { const box = e.getBoundingClientRect(); return (box.top + box.bottom) / 2; };
    const beside = [element.previousElementSibling, element.nextElementSibling].filter((e) => e && e.tagName !== 'BR');
    if (!beside.some((e) => Math.abs(middle(e) - middle(element)) <= element.getBoundingClientRect().height / 2)) {
        findings.push(`a lone ·: ${describe(element.parentElement)}`);
    }
}
const keys = new Set(limits.keys), areas = new Set(limits.areas), english = new Set(limits.english);
for (const [text, element] of seen) {
    if (element.closest('code, pre, .error-code')) continue;
    for (const word of text.split(/\s+/)) {
        const area = word.split('.')[0];
        if (keys.has(word) || (areas.has(area) && /^[a-z_]+(\.[a-z_]+)+$/.test(word) && !/\.(lua|csv|js|css)$/.test(word))) {
            findings.push(`text key instead of a text: ${word} in ${describe(element)}`);
        }
    }
    if (/^[0-9][0-9A-HJKMNP-TV-Z]{12}$/.test(text) && !element.closest('.mono')) findings.push(`an id instead of a name: ${text} in ${describe(element)}`);
    // Help that explains such names, and names of fields, may show them.
    if (/\{[a-z_]+\}/.test(text) && !element.closest('.mono, .muted, .help, input')) findings.push(`placeholder left in a text: ${text.slice(0, 60)}`);
    if (english.has(text) && !element.closest('[lang]:not(html), .mono, .folder')) findings.push(`English left: “${text}” in ${describe(element)}`);
}

// What a finger or a pointer has to hit: 24 pixels, or so much room around it (2.5.8, "spacing").
const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=menuitem], [tabindex="0"]';
const targets = [];
for (const control of document.querySelectorAll(controls)) {
    if (!isVisible(control) || isClipped(control) || isOff(control)) continue;
    if (control.tabIndex > 0) findings.push(`tabindex above 0: ${describe(control)}`);
    let box = control.getBoundingClientRect();
    for (const label of control.labels || []) {
        const other = label.getBoundingClientRect();
        if (other.width * other.height > box.width * box.height) box = other;
    }
    // A link in a sentence or at a line of a source is exempt: its height is that of the line.
    const isInText = control.tagName === 'A' && (getComputedStyle(control).display === 'inline' || control.closest('.source'));
    targets.push({ control, box, isExempt: isInText,
        isSmall: box.width + 0.5 < limits.target || box.height + 0.5 < limits.target });
}
const distance = (x, y, box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
for (const { control, box, isExempt, isSmall } of targets) {
    if (isExempt || !isSmall) continue;
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const near = targets.find((other) => other.control !== control && !other.control.contains(control) && !control.contains(other.control)
        && (other.isSmall
            ? Math.hypot(x - (other.box.left + other.box.right) / 2, y - (other.box.top + other.box.bottom) / 2) < limits.target
            : distance(x, y, other.box) < limits.target / 2));
    if (near) findings.push(`target of ${Math.round(box.width)} × ${Math.round(box.height)} px: ${describe(control)} close to ${describe(near.control)}`);
}
// The sheet scrolls for the page; the page as a whole must fit, whatever scrolls inside it.
const sheet = document.querySelector('main');
const width = Math.max(document.scrollingElement.scrollWidth, sheet && sheet.scrollWidth > sheet.clientWidth + 1
    ? innerWidth + sheet.scrollWidth - sheet.clientWidth : 0);
if (width > innerWidth + 1) {
    const wide = [...document.body.querySelectorAll('*')].filter((e) => {
        if (e.getBoundingClientRect().right <= innerWidth + 1 || !isVisible(e)) return false;
        for (let p = e.parentElement; p; p = p.parentElement) {
            if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX) && p !== document.body && p !== root && p !== sheet && !p.classList.contains('sheet')) return false;
        }
        return true;
    }).slice(0, 3).map(describe);
    findings.push(`the page scrolls sideways: ${width} > ${innerWidth} px, by ${wide.join(', ')}`);
}
// Inside the frame the sheet alone scrolls: the document is never taller than the window.
const height = document.scrollingElement.scrollHeight;
if (document.querySelector('.shell') && height > innerHeight + 1) {
    const tall = [...document.body.querySelectorAll('.shell *')].filter((e) => getComputedStyle(e).position === 'absolute'
        && e.getBoundingClientRect().bottom > innerHeight && (!e.offsetParent || e.offsetParent === document.body)).slice(0, 3).map(describe);
    findings.push(`the page is taller than the window: ${height} > ${innerHeight} px, by ${tall.join(', ')}`);
}
return [...new Set(findings)];
