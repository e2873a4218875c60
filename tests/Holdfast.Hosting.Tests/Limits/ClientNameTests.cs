using System.Net;
using Holdfast.Hosting.Limits;

namespace Holdfast.Hosting.Tests.Limits;

[Trait("Req", "CX-10")]
public sealed class ClientNameTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::", "2001:db8:1:2::/64")]
    [InlineData("::1", "::/64")]
    public void A_machine_is_one_client_whichever_of_its_addresses_it_uses(string address, string name) =>
        Assert.Equal(name, ClientName.Of(IPAddress.Parse(address)));
}
