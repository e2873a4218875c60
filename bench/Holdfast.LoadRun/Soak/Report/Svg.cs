using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Holdfast.LoadRun.Soak.Report;

/// <summary>A drawing in the making.</summary>
internal sealed class Svg(double width, double height)
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    private readonly XElement _root = new(
        Namespace + "svg",
        new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
        new XAttribute("width", Number(width)),
        new XAttribute("height", Number(height)),
        new XAttribute("font-family", "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"));

    public void Title(string text) => _root.Add(new XElement(Namespace + "title", text));

    public void Box(double x, double y, double width, double height, string fill, string? tip = null, double opacity = 1) => _root.Add(
        new XElement(
            Namespace + "rect", At("x", x), At("y", y), At("width", width), At("height", height), new XAttribute("fill", fill),
            opacity < 1 ? At("fill-opacity", opacity) : null, tip is null ? null : new XElement(Namespace + "title", tip)));

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dashes = null) => _root.Add(
        new XElement(
            Namespace + "line", At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2), new XAttribute("stroke", stroke), At("stroke-width", width),
            dashes is null ? null : new XAttribute("stroke-dasharray", dashes)));

    public void Curve(IEnumerable<(double X, double Y)> points, string stroke, double width = 1.5) => _root.Add(
        new XElement(
            Namespace + "polyline", new XAttribute("fill", "none"), new XAttribute("stroke", stroke), At("stroke-width", width), new XAttribute("stroke-linejoin", "round"),
            new XAttribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")))));

    public void Words(double x, double y, string text, double size = 12, string fill = "#24292f", string anchor = "start", string weight = "normal") => _root.Add(
        new XElement(
            Namespace + "text", At("x", x), At("y", y), At("font-size", size), new XAttribute("fill", fill), new XAttribute("text-anchor", anchor),
            weight == "normal" ? null : new XAttribute("font-weight", weight), text));

    public override string ToString() => new StringBuilder().Append(_root).Append('\n').ToString();

    private static XAttribute At(string name, double value) => new(name, Number(value));

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
