/* A date that cannot be read stays as it was typed, and the server says so. The calendar would put
   today's in its place as soon as the field is left. */
window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
