using Holdfast.Hosting.Cli;

namespace Holdfast.Hosting.Tests.Cli;

[Trait("Req", "XP-12")]
public sealed class OpenSslTests
{
    [Theory]
    [InlineData("libssl.so.3", true)]
    [InlineData("libssl.so.1.1", true)]
    [InlineData("libssl.so", false)]
    public void A_version_that_NET_can_use_has_to_be_there(string library, bool isEnough) =>
        Assert.Equal(isEnough, OpenSsl.Problem(name => name == library) is null);
}
