using Holdfast.Simulator.Child;

namespace Holdfast.Simulator.Tests.Child;

/// <summary>The simulator finds the server however both were had.</summary>
[Trait("Req", "XP-12")]
public sealed class ServerLocatorTests
{
    [Theory]
    [InlineData("bin/Holdfast.Simulator/release", "/usr/bin/dotnet", "", "bin/Holdfast.Server/release")]
    [InlineData("app", "app/Holdfast.Simulator", "", "app")]
    [InlineData("tools/.store/holdfast.simulator/tools/any", "tools/holdfast-simulator", "", "tools")]
    [InlineData("elsewhere/a/b", "elsewhere/a/b/Holdfast.Simulator", "nowhere:opt/holdfast", "opt/holdfast")]
    [InlineData("bin/Holdfast.Simulator/release", null, null, "bin/Holdfast.Server/release")]
    public void The_server_is_found(string baseDirectory, string? command, string? path, string server)
    {
        using var root = new TemporaryFolder();
        string At(string relative) => Path.Combine(root.Path, relative);
        var file = Path.Combine(Directory.CreateDirectory(At(server)).FullName, OperatingSystem.IsWindows() ? "holdfast.exe" : "holdfast");
        File.WriteAllText(file, "");

        Assert.Equal(file, ServerLocator.Find(At(baseDirectory) + Path.DirectorySeparatorChar, command is null ? null : At(command), path is null ? null : string.Join(Path.PathSeparator, path.Split(':').Select(At))));
    }

    [Fact]
    public void Where_there_is_none_none_is_found()
    {
        using var root = new TemporaryFolder();
        Assert.Null(ServerLocator.Find(root.Path, command: null, path: root.Path));
    }
}
