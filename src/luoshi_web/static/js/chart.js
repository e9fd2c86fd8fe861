/* Charts: the page carries the very option that papers are drawn from; the numbers stand in a table beside it, for those who do not see the chart. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const font = getComputedStyle(document.documentElement).getPropertyValue("--font").trim();
  const draw = (place) => {
    if (place.dataset.height) place.style.height = `${place.dataset.height}px`;
    const chart = echarts.init(place, null, { renderer: "svg" });
    const option = JSON.parse(place.dataset.option);
    chart.setOption({ ...option, animation: false, textStyle: { fontFamily: font }, tooltip: { renderMode: "richText" } });
    window.addEventListener("resize", () => chart.resize());
  };
  document.querySelectorAll("[data-option]").forEach((place) => {
    const folded = place.closest("details:not([open])");
    if (folded) folded.addEventListener("toggle", () => draw(place), { once: true });
    else draw(place);
  });
});
