import type { EChartsOption } from "echarts";
import { escapeText, Markup } from "../../web/markup.ts";

/** A picture of one width. */
export interface Drawing {
  /** Unique in the page: its patterns and clip paths are called after it. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly option: EChartsOption;
}

/** Draws pictures; see `openCharts`. */
export type Draw = (drawing: Drawing, alternative: string) => Markup;

/**
 * Loads ECharts, once for all pictures of a page. Their colours are the page's custom properties, so that they follow its
 * scheme.
 */
export async function openCharts(): Promise<Draw> {
  // One minified file loads in a third of the time that the modules of echarts/core take.
  const { init } = await import("echarts/dist/echarts.esm.min.mjs");
  return ({ name, width, height, option }, alternative) => {
    const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
    try {
      chart.setOption({ animation: false, textStyle: { fontFamily: "system-ui, sans-serif" }, ...option });
      return new Markup(cleaned(chart.renderToSVGString({ useViewBox: true }), name, alternative));
    } finally {
      chart.dispose();
    }
  };
}

// Text in it is escaped by zrender, so what is replaced here is never a name from the data.
function cleaned(svg: string, name: string, alternative: string): string {
  return svg
    .replace(/<style\b[\s\S]*<\/style>\s*/, "")
    .replace(/ (?:class="zr[^"]*"|ecmeta_\w+="[^"]*"|pointer-events="[^"]*")/g, "")
    .replace(/="url\(#zr\d+-/g, `="url(#${name}-`)
    .replace(/ id="zr\d+-/g, ` id="${name}-`)
    .replace(/;?font-family:[^";]*;?/g, ";")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd")
    .replace(
      /^<svg width="\d+" height="\d+"[^>]*? (viewBox="[^"]*")/,
      `<svg role="img" aria-label="${escapeText(alternative)}" $1`,
    );
}
