package io.splitmask.cli.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a line chart as SVG. The page that shows it writes its name and its legend as text; a picture by itself has them. Colours tell apart on screen, in print and for colour-blind readers (Okabe and Ito). */
final class ChartDrawing {
    /** More points than this are averaged: the picture has not more columns. */
    static final int MAX_POINTS = 400;

    static final int WIDTH = 540;
    static final int HEIGHT = 320;
    private static final int LEGEND_WIDTH = 180;
    private static final Color TEXT = new Color(0x3d4654);
    private static final Color GRID = new Color(0xe3e7ed);
    private static final Color[] COLORS = {
        new Color(0x0072b2),
        new Color(0xd55e00),
        new Color(0x009e73),
        new Color(0xcc79a7),
        new Color(0xe69f00),
        new Color(0x56b4e9)
    };

    private ChartDrawing() {}

    /** Returns how many neighbouring values each drawn point averages; 1 if all are drawn. */
    static int valuesPerPoint(LineChart chart) {
        int longest = chart.series().stream()
                .mapToInt(series -> series.x().length)
                .max()
                .orElse(0);
        return Math.max(1, (longest + MAX_POINTS - 1) / MAX_POINTS);
    }

    /** Returns the curves that have points to draw, averaged where there are too many. */
    static List<Series> drawable(LineChart chart) {
        int width = valuesPerPoint(chart);
        return chart.series().stream()
                .map(Series::finite)
                .filter(series -> series.x().length > 0)
                .map(series -> width == 1 ? series : series.averaged(width))
                .toList();
    }

    /** Returns the colour of the curve of that number, for the legend. */
    static Color color(int curve) {
        return COLORS[curve % COLORS.length];
    }

    /** Returns an SVG document for a page; {@link #drawable} must not be empty. */
    static byte[] svg(LineChart chart) {
        return encoded(drawn(chart, WIDTH));
    }

    /** Returns an SVG document that is understood by itself. */
    static byte[] standalone(LineChart chart) {
        XYChart drawing = drawn(chart, WIDTH + LEGEND_WIDTH);
        drawing.setTitle(chart.name());
        drawing.getStyler().setChartTitleVisible(true);
        drawing.getStyler().setLegendVisible(true);
        drawing.getStyler().setLegendPosition(LegendPosition.OutsideE);
        drawing.getStyler().setLegendBorderColor(Color.WHITE);
        return encoded(drawing);
    }

    private static XYChart drawn(LineChart chart, int width) {
        XYChart drawing = new XYChartBuilder()
                .width(width)
                .height(HEIGHT)
                .xAxisTitle(chart.xName())
                .yAxisTitle(chart.yName())
                .build();
        // XChart's own logarithmic axis has ticks at powers of ten alone: often one or none.
        List<Series> curves = drawable(chart).stream()
                .map(curve -> chart.logarithmic() ? curve.withLogarithms() : curve)
                .toList();
        style(drawing.getStyler());
        AxisScale scaleX = AxisScale.of(curves, Series::x);
        AxisScale scaleY = AxisScale.of(curves, Series::y);
        drawing.setCustomXAxisTickLabelsFormatter(chart.logarithmic() ? scaleX::labelOfPower : scaleX::label);
        drawing.setCustomYAxisTickLabelsFormatter(scaleY::label);
        for (int i = 0; i < curves.size(); i++) {
            Series curve = curves.get(i);
            XYSeries line = drawing.addSeries(
                    curve.name(),
                    scaleX.enlarged(curve.x()),
                    scaleY.enlarged(curve.y()),
                    curve.hasBars() ? scaleY.enlarged(curve.spread()) : null);
            line.setLineColor(color(i))
                    .setLineStyle(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            line.setMarker(curve.x().length == 1 || curve.hasBars() ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            line.setMarkerColor(color(i));
        }
        return drawing;
    }

    private static byte[] encoded(XYChart drawing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(drawing, bytes, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void style(XYStyler styler) {
        styleAxes(styler);
        styler.setChartTitleVisible(false);
        styler.setYAxisTickMarkSpacingHint(44);
        styler.setXAxisTickMarkSpacingHint(70);
    }

    /** Sets the look that all charts share. */
    static void styleAxes(AxesChartStyler styler) {
        Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        styler.setBaseFont(plain);
        styler.setAxisTickLabelsFont(plain.deriveFont(12f));
        styler.setAxisTitleFont(plain);
        styler.setChartFontColor(TEXT);
        styler.setAxisTickLabelsColor(TEXT);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setAxisTicksMarksVisible(false);
        styler.setChartPadding(4);
        styler.setLegendVisible(false);
    }
}
