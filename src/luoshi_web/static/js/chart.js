/* One chart theme; the numbers stand in a table beside it, for those who do not see the chart. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  document.querySelectorAll("[data-chart]").forEach((place) => {
    const rows = [...place.parentElement.querySelectorAll("[data-series] tr")];
    const months = rows.map((row) => row.cells[0].textContent);
    const values = rows.map((row) => (row.cells[1].textContent === "" ? null : Number(row.cells[1].textContent)));
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: token("--font"), color: token("--ink-soft") },
      color: [token("--accent")],
      grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => `${value ?? "—"} ${place.dataset.unit}` },
      xAxis: { type: "category", data: months, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line-strong") } } },
      yAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: token("--line") } } },
      series: [{ type: "bar", data: values, barMaxWidth: 28, label: { show: true, position: "top", color: token("--ink") } }],
    });
    window.addEventListener("resize", () => chart.resize());
  });
});
