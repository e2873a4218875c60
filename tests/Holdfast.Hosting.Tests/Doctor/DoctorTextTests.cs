using Holdfast.Diagnostics;
using Holdfast.Hosting.Doctor;

namespace Holdfast.Hosting.Tests.Doctor;

[Trait("Req", "CX-11")]
public sealed class DoctorTextTests
{
    private static readonly string[] Names = ["configuration", "slack token", "disk"];

    [Fact]
    public void A_line_has_status_name_message_and_remedy_in_columns()
    {
        var text = new DoctorText(Names, hasColours: false);

        Assert.Equal("ok    slack token    holdfast in Harbour (T123)", text.Line(new("slack token", CheckStatus.Ok, "holdfast in Harbour (T123)", null)));
        Assert.Equal("warn  disk           300 MiB free -> free some", text.Line(new("disk", CheckStatus.Warning, "300 MiB free", "free some")));
        Assert.Equal("skip  disk           not checked", text.Line(new("disk", CheckStatus.Skipped, "not checked", null)));
        Assert.Equal(
            "FAIL  configuration  one\n                     two -> correct it", text.Line(new("configuration", CheckStatus.Failed, "one\ntwo", "correct it")));
    }

    [Fact]
    public void Colours_change_nothing_but_the_colour()
    {
        var report = new CheckReport("disk", CheckStatus.Failed, "full", "free some");

        var coloured = new DoctorText(Names, hasColours: true).Line(report);

        Assert.StartsWith("\e[31mFAIL\e[0m  disk", coloured, StringComparison.Ordinal);
        Assert.Equal(new DoctorText(Names, hasColours: false).Line(report), coloured.Replace("\e[31m", "", StringComparison.Ordinal).Replace("\e[0m", "", StringComparison.Ordinal));
    }
}
