using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Holdfast.Hosting.Doctor;
using Holdfast.Hosting.Doctor.Checks;
using Holdfast.Hosting.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Hosting.Tests.Doctor;

/// <summary>What the doctor knows by heart is what is written and registered elsewhere.</summary>
[Trait("Req", "CX-11")]
public sealed class ListsTests
{
    [Fact]
    public void The_scopes_are_those_of_the_manifest_that_people_paste()
    {
        var setup = File.ReadAllText(Path.Combine(Repository(), "docs", "slack-setup.md"));
        var manifest = Regex.Match(setup, @"scopes:\s+bot:\s+(?<list>(- \S+\s+)+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["list"].Value;

        Assert.Equal(manifest.Split(["- ", "\n", " "], StringSplitOptions.RemoveEmptyEntries), SlackScopes.All.Select(scope => scope.Name));
    }

    [Fact]
    public void No_two_checks_have_one_name()
    {
        using var services = new ServiceCollection().AddDoctor(ServerModules.Default, new DoctorSettings(all: null, [])).BuildServiceProvider();

        var names = services.GetRequiredService<DoctorRound>().Names;

        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
    }

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
