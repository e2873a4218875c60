using System.Globalization;
using DocumentFormat.OpenXml.Packaging;

namespace Holdfast.Documents.Office;

/// <summary>How the numbers of a workbook are shown: dates and times are numbers, too.</summary>
internal sealed class CellFormats
{
    private const int MaxFormats = 100_000;
    private const double LastDay = 2_958_466;
    private const int DaysTo1904 = 1_462;

    private readonly List<NumberForm> _byStyle = [];
    private readonly bool _is1904;

    private CellFormats(bool is1904) => _is1904 = is1904;

    internal static CellFormats Read(Package package, WorkbookStylesPart? part, bool is1904)
    {
        var formats = new CellFormats(is1904);
        if (part is null)
            return formats;
        using var xml = package.Open(part);
        if (!xml.ToRoot())
            return formats;
        var codes = new Dictionary<int, string>();
        foreach (var child in xml.Children())
        {
            if (child is not ("numFmts" or "cellXfs"))
                continue;
            foreach (var item in xml.Children())
            {
                _ = int.TryParse(xml["numFmtId"], NumberStyles.None, CultureInfo.InvariantCulture, out var id);
                if (item == "numFmt" && codes.Count < MaxFormats)
                    codes[id] = xml["formatCode"] ?? "";
                else if (item == "xf" && formats._byStyle.Count < MaxFormats)
                    formats._byStyle.Add(NumberForms.Of(id, codes.GetValueOrDefault(id)));
            }
        }

        return formats;
    }

    /// <summary>A number as its cell shows it, nearly: dates in ISO 8601, percentages, and otherwise without what computers add to sums.</summary>
    internal string Show(string number, string? style)
    {
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return number;
        var form = int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _byStyle.Count ? _byStyle[index] : NumberForm.Number;
        return form switch
        {
            NumberForm.Percent => (value * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%",
            NumberForm.Elapsed when Math.Abs(value) < LastDay => Elapsed(value),
            NumberForm.Date or NumberForm.Time when value >= 0 && value < LastDay => Moment(value, form),
            _ => value.ToString("G15", CultureInfo.InvariantCulture),
        };
    }

    private static string Elapsed(double days)
    {
        var seconds = (long)Math.Round(Math.Abs(days) * 86_400);
        return $"{(days < 0 ? "-" : "")}{seconds / 3_600}:{seconds / 60 % 60:00}:{seconds % 60:00}";
    }

    private string Moment(double value, NumberForm form)
    {
        if (_is1904)
            value += DaysTo1904;

        // Excel's 1900 has a 29th of February; days before it are one off.
        var days = value is >= 1 and < 60 ? value + 1 : value;
        var moment = new DateTime(1899, 12, 30).AddSeconds(Math.Round(days * 86_400));
        var time = moment.Second == 0 ? "HH:mm" : "HH:mm:ss";
        if (value < 1 || form == NumberForm.Time)
            return moment.ToString(time, CultureInfo.InvariantCulture);
        return moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : $"yyyy-MM-dd {time}", CultureInfo.InvariantCulture);
    }
}
