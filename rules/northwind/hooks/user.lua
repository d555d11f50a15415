-- Nancy Davolio signs in as davolio.
hook "User" "name and login from the parts of the name" {
  when        = "name is empty and first_name is not empty and last_name is not empty",
  before_save = function(user)
    user.name  = user.first_name .. " " .. user.last_name
    user.login = user.login or user.last_name:lower()
  end,
}
