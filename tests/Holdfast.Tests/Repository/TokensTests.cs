namespace Holdfast.Tests.Repository;

/// <summary>There is one bot token today and thousands later: nobody holds one, and everybody asks for their workspace's.</summary>
public sealed class TokensTests
{
    /// <summary>The workspace of the configuration, and the doctor, who looks at the configuration itself.</summary>
    private static readonly string[] Readers = ["ConfiguredWorkspace.cs", "DoctorSlack.cs", "SocketsCheck.cs"];

    [Fact]
    [Trait("Req", "SE-5")]
    public void The_configured_token_is_read_in_one_place_besides_the_doctors() => Assert.Equal(
        Readers,
        Sources.CSharp()
            .Where(file => !file.Contains("Holdfast.Simulator", StringComparison.Ordinal) && File.ReadAllText(file).Contains(".BotToken", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal));
}
