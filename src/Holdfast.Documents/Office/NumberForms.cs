namespace Holdfast.Documents.Office;

/// <summary>What a number of a sheet means.</summary>
internal enum NumberForm
{
    Number,
    Percent,
    Date,
    Time,
    Elapsed,
}

/// <summary>Tells from a number format what its numbers mean.</summary>
internal static class NumberForms
{
    /// <summary>The form of a format.</summary>
    /// <param name="id">Its id: some mean the same in all workbooks.</param>
    /// <param name="code">Its code, where the workbook has one for the id.</param>
    internal static NumberForm Of(int id, string? code) => (id, code) switch
    {
        (_, not null) => OfCode(code),
        (9 or 10, _) => NumberForm.Percent,
        (>= 14 and <= 17 or 22 or >= 27 and <= 36 or >= 50 and <= 58, _) => NumberForm.Date,
        (>= 18 and <= 21 or 45 or 47, _) => NumberForm.Time,
        (46, _) => NumberForm.Elapsed,
        _ => NumberForm.Number,
    };

    private static NumberForm OfCode(string code)
    {
        bool hasDay = false, hasTime = false, hasMonth = false;
        var isNumber = false;
        for (var i = 0; i < code.Length; i++)
        {
            switch (char.ToLowerInvariant(code[i]))
            {
                // What is quoted, or stands behind these, is shown as it is.
                case '"':
                    i = code.IndexOf('"', i + 1) is >= 0 and var end ? end : code.Length;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[' when i + 1 < code.Length && char.ToLowerInvariant(code[i + 1]) is 'h' or 'm' or 's' && code.IndexOf(']', i) is var close && close - i is 2 or 3:
                    return NumberForm.Elapsed;
                case '[':
                    i = code.IndexOf(']', i) is >= 0 and var bracket ? bracket : code.Length;
                    break;
                case 'd' or 'y':
                    hasDay = true;
                    break;
                case 'h' or 's':
                    hasTime = true;
                    break;
                case 'm':
                    hasMonth = true;
                    break;
                case '%':
                    return NumberForm.Percent;
                case ';':
                    i = code.Length;
                    break;
                case '#' or '?':
                    isNumber = true;
                    break;
                case 'g' when code.AsSpan(i).StartsWith("general", StringComparison.OrdinalIgnoreCase):
                    return NumberForm.Number;
                default:
                    break;
            }
        }

        return isNumber ? NumberForm.Number : hasDay || (hasMonth && !hasTime) ? NumberForm.Date : hasTime ? NumberForm.Time : NumberForm.Number;
    }
}
