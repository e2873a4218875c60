using Holdfast.Documents.Drafts;
using UglyToad.PdfPig;
using UglyToad.PdfPig.AcroForms;
using UglyToad.PdfPig.AcroForms.Fields;

namespace Holdfast.Documents.Pdf;

/// <summary>What was filled into a form: it stands beside the pages, not on them.</summary>
internal static class FormFields
{
    private const int MaxFields = 2_000;

    internal static void Write(PdfDocument document, Draft draft)
    {
        var isFirst = true;
        foreach (var (name, value) in Filled(document))
        {
            if (isFirst)
            {
                draft.Separate();
                draft.WriteLine("[Filled into its form]");
            }

            isFirst = false;
            draft.WriteLine($"{name}: {value.Trim().ReplaceLineEndings(" ")}");
        }
    }

    private static List<(string Name, string Value)> Filled(PdfDocument document)
    {
        try
        {
            return document.TryGetForm(out var form)
                ? [.. form.GetFields().Take(MaxFields).Select(field => (Name(field), Value(field))).Where(field => !string.IsNullOrWhiteSpace(field.Item2))]
                : [];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A form that is broken has told nobody anything: its pages are there.
            return [];
        }
    }

    private static string Name(AcroFieldBase field) => field.Information.AlternateName ?? field.Information.PartialName ?? "?";

    private static string Value(AcroFieldBase field) => field switch
    {
        AcroTextField text => text.Value ?? "",
        AcroCheckboxField { IsChecked: true } => "yes",
        AcroRadioButtonField { IsSelected: true } button => button.CurrentValue.Data,
        AcroComboBoxField box => string.Join(", ", box.SelectedOptions),
        AcroListBoxField list => string.Join(", ", list.SelectedOptions),
        _ => "",
    };
}
