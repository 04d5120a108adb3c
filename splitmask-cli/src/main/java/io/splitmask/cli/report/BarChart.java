package io.splitmask.cli.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/**
 * A bar for each of a few values.
 *
 * @param title above the chart
 * @param unit of the values
 * @param bars values by name, in the order drawn
 */
public record BarChart(String title, String unit, Map<String, Double> bars) {
    private static final double BAR_SHARE = 0.6;

    /** Returns an SVG document. */
    public byte[] svg() throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(ChartDrawing.WIDTH)
                .height(ChartDrawing.HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        ChartDrawing.styleAxes(chart.getStyler());
        chart.getStyler().setChartTitleVisible(true);
        chart.getStyler().setAvailableSpaceFill(BAR_SHARE);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsPosition(1);
        chart.getStyler().setDecimalPattern("0.##");
        chart.addSeries(unit, List.copyOf(bars.keySet()), List.copyOf(bars.values()))
                .setFillColor(ChartDrawing.color(0));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        return bytes.toByteArray();
    }
}
