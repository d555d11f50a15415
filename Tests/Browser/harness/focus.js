// Gives the focus to every control in turn, after a Tab so that the browser shows it, and answers a
// sentence for each that looks the same with and without.
const describe = (element) => `<${element.tagName.toLowerCase()}${element.id ? '#' + element.id : ''}.${element.getAttribute('class') ?? ''}> “${(element.innerText || element.getAttribute('aria-label') || '').trim().slice(0, 40)}”`;
const looks = (element) => {
    const parts = [];
    for (let e = element, depth = 0; e && depth < 4; e = e.parentElement, depth += 1) {
        const s = getComputedStyle(e);
        parts.push(s.outlineStyle === 'none' || parseFloat(s.outlineWidth) === 0 ? '' : `${s.outlineStyle}${s.outlineWidth}${s.outlineColor}`,
            s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine);
    }
    // In a drawing the shape inside shows it.
    for (const shape of element.querySelectorAll('rect, path, circle, polygon')) {
        const s = getComputedStyle(shape);
        parts.push(s.stroke, s.strokeWidth, s.fill);
    }
    return parts.join('|');
};
const findings = [];
const start = document.activeElement;
const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0 && !e.closest('[inert]'));
for (const element of all) {
    if (element === document.activeElement) element.blur();
    const without = looks(element);
    element.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement !== element) continue;
    if (looks(element) === without) findings.push(`focus cannot be seen: ${describe(element)}`);
}
if (start && start.focus) start.focus({ preventScroll: true });
return [...new Set(findings)];
